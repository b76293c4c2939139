using System.Globalization;
using Isaa.Sandbox.Landlock;

namespace Isaa.Sandbox.Launching;

/// <summary>The command line that starts a program in the sandbox.</summary>
internal sealed class LaunchCommand
{
    private const int FilterDescriptor = 3, UsersDescriptor = 4, GroupsDescriptor = 5, NotesDescriptor = 6, WallDescriptor = 7;
    private const string Wall = "/run/wall";

    private static readonly string[] SystemFolders = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    private static readonly string[] SystemFiles =
    [
        "/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime", "/etc/mime.types", "/nix/store",
    ];

    /// <summary>The certificates of authorities that the machine trusts; public, and of use only with a network.</summary>
    private static readonly string[] TrustFiles = ["/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/etc/pki/tls/certs", "/etc/pki/ca-trust/extracted", "/etc/ca-certificates/extracted"];

    private static readonly Lazy<MemoryFile> Filter = new(static () => new("filter", SeccompFilter.Build(allowsInternet: false)));
    private static readonly Lazy<MemoryFile> InternetFilter = new(static () => new("filter", SeccompFilter.Build(allowsInternet: true)));
    private static readonly Lazy<MemoryFile> Users = new(static () => new("users", System.Text.Encoding.ASCII.GetBytes(
        $"root:x:0:0::/tmp:/bin/sh\nsandbox:x:{OwnUser}:{OwnUser}::/tmp:/bin/sh\nnobody:x:65534:65534::/tmp:/bin/sh\n")));

    private static readonly Lazy<MemoryFile> Groups = new(static () => new("groups", System.Text.Encoding.ASCII.GetBytes(
        $"root:x:0:\nsandbox:x:{OwnUser}:\nnogroup:x:65534:\n")));

    private readonly List<string> _arguments = [];
    private readonly List<LandlockRule> _rules = [];

    private static uint OwnUser => HostUser.Id == 0 ? OwnerMapping.SandboxUser : HostUser.Id;

    /// <summary>The arguments of <c>/bin/sh</c>. The shell only opens the descriptors and becomes the launcher.</summary>
    /// <param name="settings">How sandboxes are started here.</param>
    /// <param name="request">What to run.</param>
    /// <param name="limits">Within which limits.</param>
    /// <param name="folders">Where the request's folders stand on the host.</param>
    public static IReadOnlyList<string> Build(LaunchSettings settings, SandboxRequest request, SandboxLimits limits, IReadOnlyList<string> folders)
    {
        var command = new LaunchCommand();
        command.AddIsolation();
        command.AddSystem();
        command.AddScratch(limits);
        command.AddFolders(request, folders);
        command.AddUncovered(settings);
        command.AddNetwork(request);
        command.AddEnvironment(request);
        var wall = settings.LandlockVersion > 0 ? LandlockFiles.For(settings.LandlockVersion, command._rules, request.Network?.BridgePort) : null;
        if (wall is not null)
        {
            command.Add("--perms", "0555", "--ro-bind-data", Text(WallDescriptor), Wall);
        }

        command.Add("--remount-ro", "/", "--chdir", request.WorkingFolder, "--seccomp", Text(FilterDescriptor), "--");
        if (wall is not null)
        {
            command.Add(Wall);
        }

        command.AddProgram(request, limits);
        return [.. Opening(settings, request.Network?.BridgePort is null ? Filter.Value : InternetFilter.Value, wall), .. command._arguments];
    }

    private static IEnumerable<string> Opening(LaunchSettings settings, MemoryFile filter, MemoryFile? wall)
    {
        // The launcher's notes go to the standard error, before the start mark.
        var files = $"{FilterDescriptor}<{filter.Path} {UsersDescriptor}<{Users.Value.Path} {GroupsDescriptor}<{Groups.Value.Path}{(wall is null ? "" : $" {WallDescriptor}<{wall.Path}")}";
        var user = OwnerMapping.SandboxUser.ToString(CultureInfo.InvariantCulture);
        string[] dropping = settings.UsesOwnUser ? ["/usr/bin/setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--inh-caps=-all", "--"] : [];
        return ["-c", $"exec \"$@\" {files} {NotesDescriptor}>&2", "sh", .. dropping, settings.Bubblewrap];
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Add(params ReadOnlySpan<string> arguments) => _arguments.AddRange(arguments);

    private void AddIsolation() => Add(
        "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL", "--hostname", "sandbox",
        "--info-fd", Text(NotesDescriptor));

    private void Allow(string path, LandlockAccess access) => _rules.Add(new LandlockRule(path, access));

    private void AddSystemPlace(string path)
    {
        Add("--ro-bind", path, path);
        Allow(path, Directory.Exists(path) ? LandlockAccess.Read : LandlockAccess.Read & LandlockAccess.OfFiles);
    }

    private void AddSystem()
    {
        AddSystemPlace("/usr");
        foreach (var folder in SystemFolders)
        {
            if (new DirectoryInfo(folder).LinkTarget is { } target)
            {
                Add("--symlink", target, folder);
            }
            else if (Directory.Exists(folder))
            {
                AddSystemPlace(folder);
            }
        }

        foreach (var file in SystemFiles)
        {
            if (Path.Exists(file))
            {
                AddSystemPlace(file);
            }
        }

        Add("--ro-bind-data", Text(UsersDescriptor), "/etc/passwd", "--ro-bind-data", Text(GroupsDescriptor), "/etc/group");
        Allow("/etc/passwd", LandlockAccess.ReadFile);
        Allow("/etc/group", LandlockAccess.ReadFile);
    }

    private void AddScratch(SandboxLimits limits)
    {
        // Every writable tmpfs has a size; what is left of bubblewrap's own (the root and /dev) is made read-only.
        Add("--proc", "/proc", "--dev", "/dev");
        Add("--perms", "1777", "--size", Text(limits.TemporaryBytes), "--tmpfs", "/dev/shm", "--remount-ro", "/dev");
        Add("--perms", "1777", "--size", Text(limits.TemporaryBytes), "--tmpfs", "/tmp");
        Allow("/proc", LandlockAccess.ReadFile | LandlockAccess.ReadFolder);
        Allow("/dev", LandlockAccess.Devices);
        Allow("/dev/shm", LandlockAccess.Write);
        Allow("/tmp", LandlockAccess.Write);
    }

    private void AddFolders(SandboxRequest request, IReadOnlyList<string> folders)
    {
        foreach (var (mount, folder) in request.Mounts.Zip(folders))
        {
            Add(mount.IsReadOnly ? "--ro-bind" : "--bind", folder, mount.Inside);
            Allow(mount.Inside, mount.IsReadOnly ? LandlockAccess.Read : LandlockAccess.Write);
        }
    }

    private void AddUncovered(LaunchSettings settings)
    {
        if (settings.Uncovered is { } folder)
        {
            Add("--bind", folder, LaunchSettings.UncoveredInside);
        }
    }

    private void AddNetwork(SandboxRequest request)
    {
        foreach (var place in TrustFiles.Where(place => request.Network is not null && Path.Exists(place)))
        {
            AddSystemPlace(place);
        }
    }

    private void AddEnvironment(SandboxRequest request)
    {
        var all = new Dictionary<string, string>
        {
            ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
            ["HOME"] = "/tmp",
            ["TMPDIR"] = "/tmp",
            ["LANG"] = "C.UTF-8",
        };
        foreach (var (name, value) in request.Environment)
        {
            all[name] = value;
        }

        foreach (var (name, value) in all)
        {
            Add("--setenv", name, value);
        }
    }

    private void AddProgram(SandboxRequest request, SandboxLimits limits)
    {
        var kilobytes = limits.MemoryBytes / 1024;
        // The program waits for a word from us: should we die before the launcher has asked the kernel to die with us, nothing is left running.
        var script = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ulimit -c 0 && ulimit -n 512 && ulimit -t {limits.CpuSeconds} && ulimit -f {limits.FileBytes / 512} && ulimit -d {kilobytes} || exit 125
            ulimit -u {limits.Processes} 2>/dev/null || ulimit -p {limits.Processes} || exit 125
            printf '\001isaa-sandbox-started\n' >&2
            read -r go || exit 125
            exec "$@"
            """);
        Add("/bin/sh", "-c", script, "sh");
        _arguments.AddRange(request.Command);
    }
}
