using System.Diagnostics;
using Isaa.Sandbox;

namespace Isaa.Tests.Sandbox;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class SandboxCheckTests
{
    [Fact]
    public async Task A_sandbox_that_isolates_nothing_is_found_out()
    {
        var findings = await new SandboxCheck(new OpenDoor()).RunAsync(TestContext.Current.CancellationToken);

        string[] mustBreak = ["files", "network", "processes", "calls", "workspace"];
        Assert.All(mustBreak, name => Assert.False(findings.Single(finding => finding.Name == name).IsOk, name));
    }

    [Fact]
    public async Task A_sandbox_that_cannot_start_is_one_finding_with_the_remedy()
    {
        using var bed = new SandboxBed(bubblewrap: "/nonexistent/bwrap");

        var finding = Assert.Single(await new SandboxCheck(bed.Sandbox).RunAsync(TestContext.Current.CancellationToken));

        Assert.False(finding.IsOk);
        Assert.Contains("install", finding.Message, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Runs the trials as they are, with what would change the machine taken out.</summary>
    private sealed class OpenDoor : ISandbox
    {
        public async Task<SandboxResult> RunAsync(SandboxRequest request, CancellationToken cancellationToken = default)
        {
            var script = string.Join('\n', request.Command[2].Split('\n').Where(static line => !line.Contains("/usr/isaa-check", StringComparison.Ordinal)));
            using var process = Process.Start(new ProcessStartInfo(request.Command[0], ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var text = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new SandboxResult
            {
                Outcome = SandboxOutcome.Exited,
                ExitCode = process.ExitCode,
                Output = new SandboxOutput { Text = text, TotalBytes = text.Length, CutBytes = 0 },
                Error = new SandboxOutput { Text = "", TotalBytes = 0, CutBytes = 0 },
                Duration = TimeSpan.Zero,
            };
        }
    }
}
