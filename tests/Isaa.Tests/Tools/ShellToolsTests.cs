using Isaa.Sandbox;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Tests.Tools;

public sealed class ShellToolsTests
{
    [Fact]
    public async Task A_command_works_in_the_workspace_and_tells_exit_code_and_both_outputs()
    {
        using var bed = new ToolBed();

        var text = await bed.TextAsync("shell", new { command = "echo made > a.txt; echo out; echo err >&2; exit 7" });

        Assert.StartsWith("exit code: 7\nseconds: ", text, StringComparison.Ordinal);
        Assert.EndsWith("--- stdout\nout\n--- stderr\nerr", text, StringComparison.Ordinal);
        Assert.Equal("made\n", await bed.TextAsync("read_file", new { path = "a.txt" }));
    }

    [Fact]
    public async Task A_file_that_a_tool_wrote_can_be_changed_by_a_command_and_the_other_way_round()
    {
        using var bed = new ToolBed();

        await bed.TextAsync("write_file", new { path = "deep/a.txt", content = "tool\n" });
        await bed.TextAsync("shell", new { command = "echo shell >> deep/a.txt" });
        await bed.TextAsync("replace_in_file", new { path = "deep/a.txt", oldText = "shell", newText = "both" });

        Assert.Contains("tool\nboth", await bed.TextAsync("shell", new { command = "cat deep/a.txt && rm -r deep" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Breaking_a_limit_is_an_error_with_what_was_written_until_then()
    {
        using var bed = new ToolBed(static services => services.Configure<SandboxOptions>(static options => options.Limits = new SandboxLimits { WallTime = TimeSpan.FromSeconds(1) }));

        Assert.Contains("so far", await bed.ErrorAsync("sandbox_timeout", "shell", new { command = "echo so far; sleep 100" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminal_escapes_of_a_command_do_not_reach_the_reader()
    {
        using var bed = new ToolBed();

        var text = await bed.TextAsync("shell", new { command = "printf '\\033]0;title\\007\\377'" });

        Assert.Contains("\u241b]0;title\u2407\ufffd", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_isolation_the_tool_refuses()
    {
        using var bed = new ToolBed(static services => services.Configure<SandboxOptions>(static options => options.BubblewrapPath = "/nonexistent/bwrap"));

        await bed.ErrorAsync("sandbox_unavailable", "shell", new { command = "echo ran > ran.txt" });
        await bed.ErrorAsync("sandbox_unavailable", "execute_python", new { code = "1" });
        Assert.False(File.Exists(bed.Folder["ran.txt"]));
    }
}
