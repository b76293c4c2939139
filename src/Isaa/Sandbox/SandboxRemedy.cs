using System.Text.RegularExpressions;
using Isaa.Diagnostics;

namespace Isaa.Sandbox;

/// <summary>Says why isolation did not start and the one command that helps.</summary>
public static partial class SandboxRemedy
{
    private static readonly (string Program, string Command)[] Installers =
    [
        ("/usr/bin/apt-get", "apt-get install -y"), ("/usr/bin/dnf", "dnf install -y"), ("/sbin/apk", "apk add"),
        ("/usr/bin/pacman", "pacman -S --noconfirm"), ("/usr/bin/zypper", "zypper install -y"),
    ];

    /// <summary>The command that installs a package on this machine.</summary>
    /// <param name="package">The package's name.</param>
    public static string InstallCommand(string package)
    {
        var sudo = Environment.IsPrivilegedProcess ? "" : "sudo ";
        var installer = Installers.FirstOrDefault(static candidate => File.Exists(candidate.Program)).Command ?? "apt-get install -y";
        return $"{sudo}{installer} {package}";
    }

    internal static IsaaException Explain(SandboxResult result) => Explain(result.Error.Text, result.ExitCode);

    internal static IsaaException Explain(string notes, int? exitCode)
    {
        var reason = LauncherNotes().Replace(notes, "").Trim();
        reason = reason.Length > 0 ? reason
            : exitCode is { } code ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the launcher ended with {code}")
            : "the launcher did not end and did not start anything either";
        return new IsaaException("sandbox_unavailable", $"Isolation did not start: {reason}. {Remedy()}");
    }

    private static string Remedy() =>
        Says("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1")
            ? "AppArmor forbids user namespaces here. Allow them: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
        : Says("/proc/sys/kernel/unprivileged_userns_clone", "0")
            ? "User namespaces are off here. Allow them: sudo sysctl -w kernel.unprivileged_userns_clone=1"
        : Says("/proc/sys/user/max_user_namespaces", "0")
            ? "User namespaces are off here. Allow them: sudo sysctl -w user.max_user_namespaces=15000"
        : "In a container, start it with leave to make namespaces, for example: docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined";

    private static bool Says(string file, string value) => File.Exists(file) && File.ReadAllText(file).Trim() == value;

    [GeneratedRegex(@"\A\s*\{[^}]*\}")]
    private static partial Regex LauncherNotes();
}
