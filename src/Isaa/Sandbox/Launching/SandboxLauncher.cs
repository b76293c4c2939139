using Isaa.Diagnostics;
using Isaa.Sandbox.Landlock;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Isaa.Sandbox.Launching;

/// <summary>Knows how this machine starts sandboxes. Thread safe.</summary>
internal sealed partial class SandboxLauncher(IOptions<SandboxOptions> options, ILogger<SandboxLauncher> logger)
{
    private static readonly string[] Places = ["/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"];

    private volatile bool _usesOwnUser = OperatingSystem.IsLinux() && HostUser.IsMachineRoot && options.Value.UsesOwnUser;

    /// <summary>True when programs run under a user id of their own although Isaa runs as root; may turn false at the first run.</summary>
    public bool UsesOwnUser => _usesOwnUser;

    /// <summary>True when programs run as the machine's root, without its capabilities.</summary>
    public bool RunsAsMachineRoot => OperatingSystem.IsLinux() && HostUser.IsMachineRoot && !_usesOwnUser;

    /// <summary>The version of Landlock's interface that programs are put behind; 0 for none.</summary>
    public int LandlockVersion => options.Value.UsesLandlock ? LandlockKernel.Version : 0;

    /// <summary>How a sandbox is started.</summary>
    /// <param name="usesOwnUser">As root, whether folders are id-mapped and the launcher runs as the sandbox user.</param>
    /// <exception cref="IsaaException"><c>sandbox_unavailable</c>.</exception>
    public LaunchSettings Settings(bool usesOwnUser) => new()
    {
        Bubblewrap = FindBubblewrap(),
        UsesOwnUser = usesOwnUser,
        LandlockVersion = LandlockVersion,
        Uncovered = options.Value.Uncovered,
        Network = options.Value.Network,
    };

    /// <summary>Where bubblewrap is.</summary>
    /// <exception cref="IsaaException"><c>sandbox_unavailable</c>.</exception>
    public string FindBubblewrap()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new IsaaException(
                "sandbox_unavailable",
                "Code and shell tools run on Linux only: their isolation (bubblewrap) does not exist here. Run Isaa on Linux, in WSL or in a virtual machine.");
        }

        var place = options.Value.BubblewrapPath is { } given ? (File.Exists(given) ? given : null) : Places.FirstOrDefault(File.Exists);
        return place ?? throw new IsaaException(
            "sandbox_unavailable", $"bubblewrap is not installed, and code never runs without isolation. Install it: {SandboxRemedy.InstallCommand("bubblewrap")}");
    }

    /// <summary>This machine, or the file system of a folder, does not offer what a user id of its own needs: from now on programs keep root's.</summary>
    /// <param name="reason">What was seen.</param>
    public void GiveUpOwnUser(string reason)
    {
        _usesOwnUser = false;
        LogNoOwnUser(logger, reason);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sandboxed programs could not get a user id of their own and ran as root without capabilities: {Reason}")]
    private static partial void LogNoOwnUser(ILogger logger, string reason);
}
