using Isaa.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Tests.Tools;

public sealed class PythonToolsTests : IDisposable
{
    private readonly ToolBed _bed = new();

    public void Dispose() => _bed.Dispose();

    private Task<string> PythonAsync(string code, bool reset = false) => _bed.TextAsync("execute_python", new { code, reset });

    [Fact]
    public async Task Variables_functions_classes_and_imports_stay_for_the_next_call()
    {
        await PythonAsync(
            """
            import json as j
            from math import sqrt
            class Point:
                def __init__(self, x): self.x = x
            def double(n):
                return n * 2
            p = Point(21)
            items = [1, 2]
            """);

        Assert.Equal("42 [1, 2] 3.0 {}", await PythonAsync("print(double(p.x), items, sqrt(9), j.dumps({}))"));
    }

    [Fact]
    public async Task The_value_of_the_last_expression_is_shown() => Assert.Equal("before\n5", await PythonAsync("print('before')\n2 + 3"));

    [Fact]
    public async Task Reset_forgets_everything()
    {
        await PythonAsync("x = 1");

        Assert.Equal("False", await PythonAsync("'x' in globals()", reset: true));
    }

    [Fact]
    public async Task An_error_names_the_line_of_the_code_and_keeps_what_was_done_before()
    {
        var error = await _bed.ErrorAsync("python_error", "execute_python", new { code = "x = 5\n\n1 / 0" });

        Assert.Contains("ZeroDivisionError", error, StringComparison.Ordinal);
        Assert.Contains("at line 3 of the code: 1 / 0", error, StringComparison.Ordinal);
        Assert.DoesNotContain("in run", error, StringComparison.Ordinal);
        Assert.Equal("5", await PythonAsync("x"));
    }

    [Fact]
    public async Task What_cannot_be_kept_is_named()
    {
        var text = await PythonAsync("f = open('a.txt', 'w')\ng = 1");

        Assert.Contains("not kept for the next call (cannot be saved): f", text, StringComparison.Ordinal);
        Assert.Equal("False 1", await PythonAsync("print('f' in globals(), g)"));
    }

    [Fact]
    public async Task A_poisoned_state_runs_in_the_sandbox_only()
    {
        var proof = Path.Combine(Path.GetTempPath(), $"isaa-proof-{Path.GetRandomFileName()}");
        await PythonAsync($"import os\nclass Bomb:\n    def __reduce__(self): return (os.system, ('touch {proof}; id -u > /workspace/who.txt',))\nimport pickle\nopen('/session/python-state.pickle.evil','wb').write(pickle.dumps(Bomb()))");
        await _bed.TextAsync("shell", new { command = "mv /session/python-state.pickle.evil /session/python-state.pickle" });

        _ = await _bed.CallAsync("execute_python", new { code = "1" });

        Assert.False(File.Exists(proof));
        Assert.True(File.Exists(_bed.Folder["who.txt"]));
    }

    [Fact]
    public async Task Two_sessions_do_not_see_each_other()
    {
        using var other = new ToolBed();
        await PythonAsync("secret = 1");

        Assert.Equal("False", await other.TextAsync("execute_python", new { code = "'secret' in globals()" }));
    }

    [Theory]
    [InlineData("execute_python")]
    [InlineData("runScript")]
    public async Task Packages_come_from_the_allowed_folder_which_cannot_be_changed(string tool)
    {
        const string code = "import offline\nprint(offline.answer)\ntry:\n    open('/packages/offline.py', 'a')\nexcept OSError:\n    print('read-only')";
        using var packages = new Files.TemporaryFolder();
        await File.WriteAllTextAsync(packages["offline.py"], "answer = 42\n", TestContext.Current.CancellationToken);
        using var bed = new ToolBed(services => services.Configure<ToolOptions>(options => options.PythonPackagesFolder = packages.Path));
        _ = await bed.CallAsync("createScript", new { name = "ask.py", code });

        var text = await bed.TextAsync(tool, tool == "runScript" ? (object)new { name = "ask.py" } : new { code });

        Assert.Contains("42\nread-only", text, StringComparison.Ordinal);
        Assert.Equal("answer = 42\n", await File.ReadAllTextAsync(packages["offline.py"], TestContext.Current.CancellationToken));
    }
}
