using Isaa.Protocol.Health;
using Isaa.Sandbox;

namespace Isaa.Server.Doctor;

/// <summary>The programs of the operating system that tools need.</summary>
internal sealed class ProgramCheck : IDoctorCheck
{
    private static readonly string[] SystemFolders = ["/usr/bin", "/bin", "/usr/local/bin"];

    public Task<IReadOnlyList<DoctorCheck>> LookAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DoctorCheck>>(
    [
        Needed("bwrap", "bubblewrap", "code and shell tools are refused without it"),
        Needed("python3", "python3", "Python tools need it"),
        Find("node") is { } node
            ? Finding.Ok("node", node)
            : Finding.Warning("node", "Not installed; only JavaScript functions need it.", SandboxRemedy.InstallCommand("nodejs")),
    ]);

    private static DoctorCheck Needed(string program, string package, string why) => Find(program) is { } path
        ? Finding.Ok(program, path)
        : Finding.Failed(program, $"Not installed in /usr/bin; {why}.", SandboxRemedy.InstallCommand(package));

    // Only the system's own folders: what lies elsewhere on the PATH is not in the sandbox.
    private static string? Find(string program) => SystemFolders.Select(f => Path.Combine(f, program)).FirstOrDefault(File.Exists);
}
