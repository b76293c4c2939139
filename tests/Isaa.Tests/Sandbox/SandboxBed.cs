using Isaa.Files;
using Isaa.Sandbox;
using Isaa.Tests.Files;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Isaa.Tests.Sandbox;

/// <summary>A real sandbox with a workspace.</summary>
internal sealed class SandboxBed : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SandboxBed(SandboxOptions? options = null)
    {
        Workspace = Workspace.Open(_folder.Path);
        Sandbox = new BubblewrapSandbox(Options.Create(options ?? new SandboxOptions()), TimeProvider.System, NullLogger<BubblewrapSandbox>.Instance);
    }

    public Workspace Workspace { get; }

    public BubblewrapSandbox Sandbox { get; }

    public Task<SandboxResult> ShellAsync(string script, SandboxLimits? limits = null) => RunAsync(["/bin/sh", "-c", script], limits);

    public Task<SandboxResult> PythonAsync(string code, SandboxLimits? limits = null) => RunAsync(["/usr/bin/python3", "-I", "-c", code], limits);

    public Task<SandboxResult> RunAsync(IReadOnlyList<string> command, SandboxLimits? limits = null) => Sandbox.RunAsync(
        new SandboxRequest
        {
            Command = command,
            Mounts = [new SandboxMount(Workspace, "/workspace")],
            WorkingFolder = "/workspace",
            Limits = limits ?? new SandboxLimits { WallTime = TimeSpan.FromSeconds(20), MemoryBytes = 256 << 20, Processes = 64 },
        },
        TestContext.Current.CancellationToken);

    public void Dispose()
    {
        Workspace.Dispose();
        _folder.Dispose();
    }
}
