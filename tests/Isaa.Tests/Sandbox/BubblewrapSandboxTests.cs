using Isaa.Sandbox;

namespace Isaa.Tests.Sandbox;

public sealed class BubblewrapSandboxTests : IDisposable
{
    private readonly SandboxBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task A_program_writes_into_the_workspace_and_its_files_belong_to_the_owner()
    {
        var result = await _bed.ShellAsync("id; cat /proc/self/uid_map; ls -la / /workspace /dev /etc; echo hello > made.txt; cat made.txt; ulimit -a; grep Sec /proc/self/status");
        TestContext.Current.TestOutputHelper!.WriteLine(result.ToString());
        TestContext.Current.TestOutputHelper!.WriteLine(result.Output.Text + result.Error.Text + _bed.Sandbox.UsesOwnUser);
        Assert.Equal(SandboxOutcome.Exited, result.Outcome);
        Assert.Equal(0, result.ExitCode);
    }
}
