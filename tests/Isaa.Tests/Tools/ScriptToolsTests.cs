namespace Isaa.Tests.Tools;

public sealed class ScriptToolsTests : IDisposable
{
    private readonly ToolBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task A_script_is_kept_run_with_arguments_listed_and_deleted()
    {
        await _bed.TextAsync("createScript", new { name = "count.py", code = "import sys, os\nopen('out.txt','w').write(' '.join(sys.argv[1:]))\nprint(os.getcwd())" });
        var run = await _bed.TextAsync("runScript", new { name = "count.py", arguments = new[] { "a b", "c" } });

        Assert.Contains("exit code: 0", run, StringComparison.Ordinal);
        Assert.Contains("/workspace\n", run + "\n", StringComparison.Ordinal);
        Assert.Equal("a b c", await _bed.TextAsync("read_file", new { path = "out.txt" }));
        Assert.Contains("count.py", await _bed.TextAsync("listScripts"), StringComparison.Ordinal);
        await _bed.TextAsync("deleteScript", new { name = "count.py" });
        Assert.Equal("This session has no scripts.", await _bed.TextAsync("listScripts"));
    }

    [Fact]
    public async Task The_language_follows_from_the_ending()
    {
        await _bed.TextAsync("createScript", new { name = "hello.sh", code = "echo from shell" });
        await _bed.TextAsync("createScript", new { name = "hello.js", code = "console.log('from node')" });

        Assert.Contains("from shell", await _bed.TextAsync("runScript", new { name = "hello.sh" }), StringComparison.Ordinal);
        Assert.Contains("from node", await _bed.TextAsync("runScript", new { name = "hello.js" }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../x.py")]
    [InlineData("a/b.py")]
    [InlineData(".hidden.py")]
    [InlineData("")]
    [InlineData("a\nb.py")]
    public async Task A_name_that_could_be_a_path_is_refused(string name) =>
        await _bed.ErrorAsync("script_name_invalid", "createScript", new { name, code = "1" });

    [Fact]
    public async Task An_unknown_script_offers_the_nearest_name()
    {
        await _bed.TextAsync("createScript", new { name = "measure.py", code = "1" });

        Assert.Contains("measure.py", await _bed.ErrorAsync("script_not_found", "runScript", new { name = "mesure.py" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_sandboxed_code_swapped_for_a_link_is_not_followed_out()
    {
        await _bed.TextAsync("createScript", new { name = "a.py", code = "1" });
        await _bed.TextAsync("shell", new { command = "rm -r /session/scripts && ln -s /etc /session/scripts" });

        await _bed.ErrorAsync("path_outside_workspace", "createScript", new { name = "evil.py", code = "1" });
        Assert.False(File.Exists("/etc/evil.py"));
    }
}
