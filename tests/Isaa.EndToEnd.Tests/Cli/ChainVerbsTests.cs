using System.Text.Json;
using Isaa.Cli;

namespace Isaa.EndToEnd.Tests.Cli;

public sealed class ChainVerbsTests
{
    [Fact]
    public async Task A_chain_of_agents_is_added_accepted_run_without_a_server_and_drawn()
    {
        using var cli = await WithAgentsAsync();
        await File.WriteAllTextAsync(Path.Combine(cli.Folder, "review.chain"), "# two look at it\nreader >> (critic + friend) | \"sorry\"\n", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "validate", "review.chain"));
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "add", "review", "review.chain", "--description", "Two look at a text", "--tag", "text"));
        Assert.Contains("isaa chains accept review@1", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(ExitCode.Ok, await cli.RunAsync("chains", "run", "review", "hello"));
        Assert.Contains("a person must accept it first", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "accept", "review"));

        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "run", "review", "hello"));
        Assert.Equal("critic spoke | friend spoke\n", cli.Out.ToString());

        Assert.Equal(ExitCode.Ok, await cli.RunAsync("jobs", "list", "--kind", "chain.run", "--json"));
        using var jobs = JsonDocument.Parse(cli.Out.ToString());
        var id = jobs.RootElement.GetProperty("jobs")[0].GetProperty("id").GetString()!;
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "graph", "--run", id, "--format", "mermaid"));
        Assert.Contains("[\"critic\"]:::completed", cli.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_of_a_chain_are_listed_compared_taken_back_and_found()
    {
        using var cli = await WithAgentsAsync();
        var file = Path.Combine(cli.Folder, "c.chain");
        foreach (var text in (string[])["reader", "reader >> critic"])
        {
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
            Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "add", "c", "c.chain", "--description", "Reads mail"));
        }

        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "diff", "c"));
        Assert.Contains("-reader\n+reader >> critic", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "rollback", "c", "1"));
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "versions", "c"));
        Assert.Equal(4, cli.Out.ToString().TrimEnd().Split('\n').Length);
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "show", "c@2"));
        Assert.Contains("reader >> critic", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "find", "read my mail", "--all"));
        Assert.Contains("Reads mail", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "list", "--json"));
        Assert.Contains("\"name\":\"c\"", cli.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_is_deleted_with_all_its_versions_when_that_is_really_meant()
    {
        using var cli = await WithAgentsAsync();
        await File.WriteAllTextAsync(Path.Combine(cli.Folder, "c.chain"), "reader >> critic", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "add", "c", "c.chain"));
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "show", "c"));
        Assert.Contains("2 steps; agents reader, critic", cli.Out.ToString(), StringComparison.Ordinal);

        Assert.Equal(ExitCode.BadInput, await cli.RunAsync("chains", "delete", "c"));
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "show", "c"));
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "delete", "c", "--yes"));
        Assert.Contains("c is gone, with 1 version", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotFound, await cli.RunAsync("chains", "show", "c"));
        Assert.Equal(ExitCode.NotFound, await cli.RunAsync("chains", "delete", "c", "--yes"));
    }

    [Fact]
    public async Task A_run_that_waits_for_an_approval_is_shown_waiting_and_answered()
    {
        using var cli = await WithAgentsAsync();
        await File.WriteAllTextAsync(Path.Combine(cli.Folder, "w.chain"), "approval(boss) >> reader | \"not sent\"", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "add", "w", "w.chain"));
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "run", "w", "hello", "--accept-once", "--detach"));
        var run = cli.Out.ToString().Trim();
        Assert.Equal(ExitCode.NotFound, await cli.RunAsync("chains", "approve", run, "bos"));
        Assert.Contains("Did you mean boss", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "decline", run, "boss", "--note", "too dear"));
        Assert.Contains("finds it when it comes to 'boss'", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("chains", "graph", "--run", run));
        Assert.Contains("approval(boss)", cli.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_in_a_file_is_shown_with_its_place()
    {
        using var cli = await WithAgentsAsync();
        await File.WriteAllTextAsync(Path.Combine(cli.Folder, "bad.chain"), "reader >>\n  -> critic", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.BadInput, await cli.RunAsync("chains", "validate", "bad.chain"));
        Assert.Contains("Line 2, column 3", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Contains("\n    -> critic\n    ^", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.NotFound, await cli.RunAsync("chains", "graph", "nobody"));
    }

    private static async Task<CliRun> WithAgentsAsync()
    {
        var cli = new CliRun();
        foreach (var name in (string[])["reader", "critic", "friend"])
        {
            var play = Path.Combine(cli.Folder, $"{name}.play.yaml");
            await File.WriteAllTextAsync(play, $"about: Plays {name}.\nturns:\n  - say: {name} spoke\n", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(cli.Folder, $"{name}.yaml"), $"name: {name}\ndescription: Plays\nmodel: scripted/{play}\n", TestContext.Current.CancellationToken);
            Assert.Equal(ExitCode.Ok, await cli.RunAsync("agents", "add", $"{name}.yaml"));
        }

        return cli;
    }
}
