using System.Text.Json;

namespace Isaa.EndToEnd.Tests.Cli;

/// <summary>The verbs of agents and of what they used, against the whole engine.</summary>
public sealed class AgentVerbsTests
{
    [Fact]
    public async Task An_agent_is_checked_added_compared_taken_back_and_deleted()
    {
        using var cli = new CliRun();
        Write(cli, "a.yaml", "name: a\ndescription: one\n");
        Assert.Equal(0, await cli.RunAsync("agents", "validate", "a.yaml"));
        Assert.Equal(3, await cli.RunAsync("agents", "show", "a"));
        await cli.RunAsync("agents", "add", "a.yaml");
        Write(cli, "a.yaml", "name: a\ndescription: two\n");
        await cli.RunAsync("agents", "add", "a.yaml");

        Assert.Equal(0, await cli.RunAsync("agents", "versions", "a", "--json"));
        Assert.Equal([2, 1], JsonElement.Parse(cli.Out.ToString()).GetProperty("agents").EnumerateArray().Select(a => a.GetProperty("version").GetInt32()));
        Assert.Equal(0, await cli.RunAsync("agents", "diff", "a"));
        Assert.Contains("-description: one\n+description: two\n", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await cli.RunAsync("agents", "rollback", "a", "1"));
        Assert.Contains("a is at version 3", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await cli.RunAsync("agents", "delete", "a"));
        Assert.Contains("--yes", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await cli.RunAsync("agents", "delete", "a", "--yes"));
        Assert.Equal(3, await cli.RunAsync("agents", "show", "a"));
    }

    [Fact]
    public async Task Everything_wrong_with_a_file_is_told_and_is_a_failed_check()
    {
        using var cli = new CliRun();
        Write(cli, "bad.yaml", "name: a\nmodell: x\nmaxChainDepth: 99\n");

        Assert.Equal(1, await cli.RunAsync("agents", "validate", "bad.yaml"));

        Assert.Contains("file:2: `modell` is not a key here", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Contains("file:3:", cli.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_moves_between_homes_as_a_file()
    {
        using var cli = new CliRun();
        Write(cli, "net.yaml", "agents:\n  - name: chief\n    relationships:\n      - agent: hand\n        kind: delegatesTo\n  - name: hand\n");
        Assert.Equal(0, await cli.RunAsync("agents", "import", "net.yaml"));
        Assert.Equal(0, await cli.RunAsync("agents", "export", "chief", "--network", "--to", "out.yaml"));
        Assert.Equal(2, await cli.RunAsync("agents", "export", "chief", "--network", "--to", "out.yaml"));

        using var other = new CliRun();
        Assert.Equal(0, await other.RunAsync("agents", "import", Path.Combine(cli.Folder, "out.yaml"), "--json"));
        Assert.Equal(["chief", "hand"], JsonElement.Parse(other.Out.ToString()).GetProperty("agents").EnumerateArray().Select(a => a.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task What_runs_used_is_summed_up_by_day_and_listed_call_by_call()
    {
        using var cli = new CliRun();
        Write(cli, "two.yaml", "turns:\n  - call: [{ tool: list_directory, arguments: { path: . } }]\n  - say: done\n");
        Assert.Equal(0, await cli.RunAsync("run", "look", "--model", $"scripted/{Path.Combine(cli.Folder, "two.yaml")}", "--in", cli.Folder, "--json"));
        var run = JsonElement.Parse(cli.Out.ToString()).GetProperty("job").GetProperty("id").GetString()!;

        Assert.Equal(0, await cli.RunAsync("usage", "--json"));
        var day = JsonElement.Parse(cli.Out.ToString());
        Assert.Equal(2, Assert.Single(day.GetProperty("rows").EnumerateArray()).GetProperty("calls").GetInt32());
        Assert.Equal(0, await cli.RunAsync("usage", "--by", "call", "--run", run, "--json"));
        var calls = JsonElement.Parse(cli.Out.ToString());
        Assert.Equal(["1", "2"], calls.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("key").GetString()));
        Assert.Equal(
            calls.GetProperty("total").GetProperty("tokens").GetProperty("input").GetInt64(),
            calls.GetProperty("rows").EnumerateArray().Sum(r => r.GetProperty("tokens").GetProperty("input").GetInt64()));
        Assert.Equal(0, await cli.RunAsync("usage", "--agent", "nobody", "--json"));
        Assert.Equal(0, JsonElement.Parse(cli.Out.ToString()).GetProperty("total").GetProperty("calls").GetInt32());
        Assert.Equal(2, await cli.RunAsync("usage", "--by", "weather"));
        Assert.Contains("day, agent, session, run, model, call", cli.Error.ToString(), StringComparison.Ordinal);
    }

    private static void Write(CliRun cli, string name, string text) => File.WriteAllText(Path.Combine(cli.Folder, name), text);
}
