using System.Globalization;

namespace Isaa.Sandbox.Launching;

/// <summary>The command line that starts a program in the sandbox.</summary>
internal sealed class LaunchCommand
{
    private const int FilterDescriptor = 3, UsersDescriptor = 4, GroupsDescriptor = 5, NotesDescriptor = 6;

    private static readonly string[] SystemFolders = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    private static readonly string[] SystemFiles =
    [
        "/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime", "/etc/mime.types", "/nix/store",
    ];

    private static readonly Lazy<MemoryFile> Filter = new(static () => new("filter", SeccompFilter.Build()));
    private static readonly Lazy<MemoryFile> Users = new(static () => new("users", System.Text.Encoding.ASCII.GetBytes(
        $"root:x:0:0::/tmp:/bin/sh\nsandbox:x:{OwnUser}:{OwnUser}::/tmp:/bin/sh\nnobody:x:65534:65534::/tmp:/bin/sh\n")));

    private static readonly Lazy<MemoryFile> Groups = new(static () => new("groups", System.Text.Encoding.ASCII.GetBytes(
        $"root:x:0:\nsandbox:x:{OwnUser}:\nnogroup:x:65534:\n")));

    private readonly List<string> _arguments = [];

    private static uint OwnUser => HostUser.Id == 0 ? OwnerMapping.SandboxUser : HostUser.Id;

    /// <summary>The arguments of <c>/bin/sh</c>. The shell only opens the descriptors and becomes the launcher.</summary>
    /// <param name="bubblewrap">The launcher's path.</param>
    /// <param name="request">What to run.</param>
    /// <param name="limits">Within which limits.</param>
    /// <param name="folders">Where the request's folders stand on the host.</param>
    /// <param name="dropsRoot">Whether the launcher runs as the sandbox user instead of root.</param>
    public static IReadOnlyList<string> Build(
        string bubblewrap, SandboxRequest request, SandboxLimits limits, IReadOnlyList<string> folders, bool dropsRoot)
    {
        var command = new LaunchCommand();
        // The launcher's notes go to the standard error, before the start mark.
        command.Add("-c", $"exec \"$@\" {FilterDescriptor}<{Filter.Value.Path} {UsersDescriptor}<{Users.Value.Path} {GroupsDescriptor}<{Groups.Value.Path} {NotesDescriptor}>&2", "sh");
        if (dropsRoot)
        {
            var user = OwnerMapping.SandboxUser.ToString(CultureInfo.InvariantCulture);
            command.Add("/usr/bin/setpriv", "--reuid", user, "--regid", user, "--clear-groups", "--inh-caps=-all", "--");
        }

        command.Add(bubblewrap);
        command.AddIsolation();
        command.AddSystem();
        command.AddScratch(limits);
        command.AddFolders(request, folders);
        command.AddEnvironment(request);
        command.Add("--remount-ro", "/", "--chdir", request.WorkingFolder, "--seccomp", Text(FilterDescriptor), "--");
        command.AddProgram(request, limits);
        return command._arguments;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Add(params ReadOnlySpan<string> arguments) => _arguments.AddRange(arguments);

    private void AddIsolation() => Add(
        "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL", "--hostname", "sandbox",
        "--info-fd", Text(NotesDescriptor));

    private void AddSystem()
    {
        Add("--ro-bind", "/usr", "/usr");
        foreach (var folder in SystemFolders)
        {
            if (new DirectoryInfo(folder).LinkTarget is { } target)
            {
                Add("--symlink", target, folder);
            }
            else if (Directory.Exists(folder))
            {
                Add("--ro-bind", folder, folder);
            }
        }

        foreach (var file in SystemFiles)
        {
            if (Path.Exists(file))
            {
                Add("--ro-bind", file, file);
            }
        }

        Add("--ro-bind-data", Text(UsersDescriptor), "/etc/passwd", "--ro-bind-data", Text(GroupsDescriptor), "/etc/group");
    }

    private void AddScratch(SandboxLimits limits)
    {
        // Every writable tmpfs has a size; what is left of bubblewrap's own (the root and /dev) is made read-only.
        Add("--proc", "/proc", "--dev", "/dev");
        Add("--perms", "1777", "--size", Text(limits.TemporaryBytes), "--tmpfs", "/dev/shm", "--remount-ro", "/dev");
        Add("--perms", "1777", "--size", Text(limits.TemporaryBytes), "--tmpfs", "/tmp");
    }

    private void AddFolders(SandboxRequest request, IReadOnlyList<string> folders)
    {
        foreach (var (mount, folder) in request.Mounts.Zip(folders))
        {
            Add(mount.IsReadOnly ? "--ro-bind" : "--bind", folder, mount.Inside);
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
