using System.Text.Json;

namespace Isaa.EndToEnd.Tests.Cli;

/// <summary>The verbs of functions against the whole engine, with the real sandbox.</summary>
public sealed class FunctionVerbsTests
{
    private const string Code = "def shout(text: str):\n    print('heard')\n    return text.upper()\n";

    [Fact]
    public async Task A_function_goes_its_way_from_a_file_to_its_record()
    {
        using var cli = new CliRun().With("USER", "eva");
        Write(cli, "shout.py", Code);

        Assert.Equal(0, await cli.RunAsync("functions", "add", "shout.py", "--description", "Writes large"));
        Assert.Contains("isaa functions approve shout@1", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await cli.RunAsync("functions", "run", "shout", """{"text":"ab"}"""));
        Assert.Contains("a person must accept it", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await cli.RunAsync("functions", "approve", "shout"));
        Assert.Equal(0, await cli.RunAsync("functions", "run", "shout", """{"text":"ab"}"""));
        Assert.Equal("\"AB\"\n", cli.Out.ToString());
        Assert.Contains("heard", cli.Error.ToString(), StringComparison.Ordinal);

        Assert.Equal(1, await cli.RunAsync("functions", "run", "shout", """{"text":1}"""));
        Assert.Contains("AttributeError: 'int' object has no attribute 'upper' (line 3", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await cli.RunAsync("functions", "log", "shout", "--failed", "--json"));
        var call = Assert.Single(JsonElement.Parse(cli.Out.ToString()).GetProperty("calls").EnumerateArray());
        Assert.Equal(("failed", 1), (call.GetProperty("outcome").GetString(), call.GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task What_is_wrong_with_code_is_told_all_at_once_and_nothing_is_kept()
    {
        using var cli = new CliRun();
        Write(cli, "bad.py", "import os\nimport socket\ndef bad(x):\n    return os.environ\n");

        Assert.Equal(2, await cli.RunAsync("functions", "add", "bad.py"));

        Assert.Contains("code:1", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("code:2", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, await cli.RunAsync("functions", "show", "bad"));
    }

    [Fact]
    public async Task Functions_move_between_homes_as_files()
    {
        using var cli = new CliRun();
        Write(cli, "shout.py", Code);
        await cli.RunAsync("functions", "add", "shout.py");
        Assert.Equal(0, await cli.RunAsync("functions", "export", "--to", "out"));
        Assert.Equal(2, await cli.RunAsync("functions", "export", "--to", "out"));
        Assert.Contains("--force", cli.Error.ToString(), StringComparison.Ordinal);
        Write(cli, "out/broken.function.yaml", "name: broken\n");

        using var other = new CliRun();
        Assert.Equal(2, await other.RunAsync("functions", "import", Path.Combine(cli.Folder, "out"), "--approve"));
        Assert.Contains("`language` is missing", other.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("shout is at version 1", other.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await other.RunAsync("functions", "run", "shout", """{"text":"ab"}"""));
    }

    [Fact]
    public async Task Versions_are_compared_and_taken_back()
    {
        using var cli = new CliRun().With("USER", "eva");
        Write(cli, "shout.py", Code);
        await cli.RunAsync("functions", "add", "shout.py", "--approve");
        Write(cli, "shout.py", Code.Replace("upper", "title", StringComparison.Ordinal));
        await cli.RunAsync("functions", "add", "shout.py");

        Assert.Equal(0, await cli.RunAsync("functions", "diff", "shout"));
        Assert.Contains("-      return text.upper()\n+      return text.title()\n", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await cli.RunAsync("functions", "rollback", "shout", "1"));
        Assert.Equal(0, await cli.RunAsync("functions", "versions", "shout"));
        Assert.Equal(["3", "2", "1"], cli.Out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l[..1]));

        Assert.Equal(2, await cli.RunAsync("functions", "delete", "shout"));
        Assert.Equal(0, await cli.RunAsync("functions", "delete", "shout", "--yes"));
        Assert.Contains("shout is gone, with 3 versions", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, await cli.RunAsync("functions", "show", "shout"));
    }

    [Theory]
    [InlineData("functions run x {", "no JSON")]
    [InlineData("functions add nothing.py", "no file")]
    [InlineData("functions import .", ".function.yaml")]
    [InlineData("functions log x@y", "version number")]
    public async Task What_is_wrong_is_told(string line, string told)
    {
        using var cli = new CliRun();
        Assert.NotEqual(0, await cli.RunAsync(line.Split(' ')));
        Assert.Contains(told, cli.Error.ToString(), StringComparison.Ordinal);
    }

    private static void Write(CliRun cli, string file, string text) => File.WriteAllText(Path.Combine(cli.Folder, file), text);
}
