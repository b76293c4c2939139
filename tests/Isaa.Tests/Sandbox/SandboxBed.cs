using Isaa.Files;
using Isaa.Sandbox;
using Isaa.Sandbox.Launching;
using Isaa.Tests.Files;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Isaa.Tests.Sandbox;

/// <summary>A real sandbox with a workspace.</summary>
internal sealed class SandboxBed : IDisposable
{
    private static readonly SandboxLimits Small = new() { WallTime = TimeSpan.FromSeconds(30), MemoryBytes = 256 << 20, Processes = 64, TemporaryBytes = 8 << 20 };

    private readonly TemporaryFolder _folder = new();

    public SandboxBed(bool usesOwnUser = true, string? bubblewrap = null, bool usesLandlock = true, string? uncovered = null)
    {
        Workspace = Workspace.Open(_folder.Path);
        var options = new SandboxOptions { UsesOwnUser = usesOwnUser, BubblewrapPath = bubblewrap, UsesLandlock = usesLandlock, Uncovered = uncovered, Limits = Small };
        var launcher = new SandboxLauncher(Options.Create(options), NullLogger<SandboxLauncher>.Instance);
        Sandbox = new BubblewrapSandbox(launcher, Options.Create(options), TimeProvider.System);
    }

    public Workspace Workspace { get; }

    public string Folder => _folder.Path;

    /// <summary>A word that only this test's programs have on their command line.</summary>
    public string Token { get; } = $"token-{Path.GetRandomFileName()}";

    public BubblewrapSandbox Sandbox { get; }

    public Task<SandboxResult> ShellAsync(string script, Func<SandboxLimits, SandboxLimits>? limits = null, CancellationToken? cancellationToken = null) =>
        RunAsync(["/bin/sh", "-c", script, Token], limits, cancellationToken);

    public Task<SandboxResult> PythonAsync(string code, Func<SandboxLimits, SandboxLimits>? limits = null) =>
        RunAsync(["/usr/bin/python3", "-I", "-c", code, Token], limits, null);

    /// <summary>Processes of this test's programs that are still there, anywhere on the machine.</summary>
    public List<string> Survivors()
    {
        var survivors = new List<string>();
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(static path => char.IsAsciiDigit(path[^1])))
        {
            try
            {
                var command = File.ReadAllText(process + "/cmdline");
                if (command.Contains(Token, StringComparison.Ordinal) && !File.ReadAllText(process + "/status").Contains("State:\tZ", StringComparison.Ordinal))
                {
                    survivors.Add($"{process}: {command.Replace('\0', ' ')}");
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked.
            }
        }

        return survivors;
    }

    public void Dispose()
    {
        Workspace.Dispose();
        _folder.Dispose();
    }

    private Task<SandboxResult> RunAsync(IReadOnlyList<string> command, Func<SandboxLimits, SandboxLimits>? limits, CancellationToken? cancellationToken) =>
        Sandbox.RunAsync(
            new SandboxRequest
            {
                Command = command,
                Mounts = [new SandboxMount(Workspace, "/workspace")],
                WorkingFolder = "/workspace",
                Limits = limits?.Invoke(Small) ?? Small,
            },
            cancellationToken ?? TestContext.Current.CancellationToken);
}
