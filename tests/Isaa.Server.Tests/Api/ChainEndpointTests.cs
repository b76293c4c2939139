using System.Text.Json;
using Isaa.Chains;
using Isaa.Protocol;
using Isaa.Protocol.Chains;
using Isaa.Protocol.Chains.Storing;
using Isaa.Protocol.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Server.Tests.Api;

public sealed class ChainEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_chain_is_saved_accepted_run_and_drawn_over_the_api()
    {
        await using var server = await StartAsync();
        var chains = server.Owner.Chains;
        var saved = await chains.AddAsync(new AddChain { Name = "loud", Text = "fn:shout >> fn:shout | \"sorry\"", Description = "Shouts", Tags = ["voice"], SavedBy = "ann" }, Token);
        Assert.Equal(("loud", 1, "open", "ann"), (saved.Chain.Name, saved.Chain.Version, saved.Chain.Acceptance, saved.Chain.SavedBy));

        var refused = await Assert.ThrowsAsync<IsaaApiException>(() => chains.StartAsync("loud", Start("hi"), Token));
        Assert.Equal("chain_not_accepted", refused.Problem.Code);
        var decided = await chains.DecideAsync("loud", new DecideChain { Hash = saved.Chain.Hash, Accept = true, By = "bob", Note = "ok" }, Token);
        Assert.Equal(("accepted", "bob", "ok"), (decided.Chain.Acceptance, decided.Chain.DecidedBy, decided.Chain.Note));

        var run = (await chains.StartAsync("loud", Start("hi"), Token)).Job.Id;
        await foreach (var _ in server.Owner.WatchJobAsync(run, null, Token))
        {
        }

        var job = await server.Owner.GetJobAsync(run, Token);
        Assert.Equal("hi!!", job.Result!.Value.GetProperty("text").GetString());
        var graph = await chains.DrawRunAsync(run, Token);
        Assert.Equal(("fallback", ChainNodeRun.Completed), (graph.Root.Kind, graph.Root.Run!.State));
        Assert.All(graph.Root.Children[0].Children, node => Assert.Equal((1, ChainNodeRun.Completed), (node.Run!.Succeeded, node.Run.State)));
        Assert.Equal(ChainNodeRun.Skipped, graph.Root.Children[1].Run!.State);
    }

    [Fact]
    public async Task Someone_may_run_a_version_once_that_nobody_accepted()
    {
        await using var server = await StartAsync();
        await server.Owner.Chains.AddAsync(new AddChain { Name = "loud", Text = "fn:shout" }, Token);
        var started = await server.Owner.Chains.StartAsync("loud", Start("hi") with { AcceptOnce = true }, Token);
        await foreach (var _ in server.Owner.WatchJobAsync(started.Job.Id, null, Token))
        {
        }

        Assert.Equal("hi!", (await server.Owner.GetJobAsync(started.Job.Id, Token)).Result!.Value.GetProperty("text").GetString());
        Assert.Equal("open", (await server.Owner.Chains.GetAsync("loud", Token)).Chain.Acceptance);
    }

    [Fact]
    public async Task Versions_differences_rollback_search_and_drawings_are_there()
    {
        await using var server = await StartAsync();
        var chains = server.Owner.Chains;
        await chains.AddAsync(new AddChain { Name = "loud", Text = "fn:shout", Tags = ["voice"] }, Token);
        await chains.AddAsync(new AddChain { Name = "loud", Text = "fn:shout >> fn:shout", Description = "Twice as loud" }, Token);
        Assert.Equal([2, 1], (await chains.ListVersionsAsync("loud", Token)).Chains.Select(c => c.Version));
        Assert.Contains("+fn:shout >> fn:shout", (await chains.DiffAsync("loud", cancellationToken: Token)).Diff, StringComparison.Ordinal);
        Assert.Equal("fn:shout", (await chains.RollbackAsync("loud", new RollbackChain { Version = 1 }, Token)).Text);
        Assert.Equal(["loud"], (await chains.ListAsync(tag: "VOICE", cancellationToken: Token)).Chains.Select(c => c.Name));
        Assert.Empty((await chains.ListAsync("quiet", cancellationToken: Token)).Chains);
        Assert.Equal(["loud"], (await chains.FindFittingAsync("make it loud", all: true, Token)).Fits.Select(f => f.Chain.Name));
        Assert.Equal("function", (await chains.DrawAsync("loud@1", Token)).Root.Kind);
        Assert.Equal("parallel", (await chains.DrawAsync(new AddChain { Text = "a + b" }, Token)).Root.Kind);
    }

    [Theory]
    [InlineData("fn:shuot", "function_unknown", "Did you mean shout?")]
    [InlineData("fn:shout >>", "chain_syntax", "Line 1, column 12")]
    public async Task What_is_wrong_is_told(string text, string code, string says)
    {
        await using var server = await StartAsync();
        var finding = Assert.Single((await server.Owner.Chains.CheckAsync(new AddChain { Text = text }, Token)).Findings);
        Assert.Equal(code, finding.Code);
        Assert.Contains(says, finding.Message, StringComparison.Ordinal);
        Assert.Equal(code, (await Assert.ThrowsAsync<IsaaApiException>(() => server.Owner.Chains.AddAsync(new AddChain { Name = "bad", Text = text }, Token))).Problem.Code);
    }

    [Fact]
    public async Task A_decision_needs_a_person_and_the_hash_that_was_seen()
    {
        await using var server = await StartAsync();
        var saved = await server.Owner.Chains.AddAsync(new AddChain { Name = "loud", Text = "fn:shout" }, Token);
        var nobody = await Assert.ThrowsAsync<IsaaApiException>(() => server.Owner.Chains.DecideAsync("loud", new DecideChain { Hash = saved.Chain.Hash, Accept = true, By = " " }, Token));
        Assert.Equal("decision_invalid", nobody.Problem.Code);
        var other = await Assert.ThrowsAsync<IsaaApiException>(() => server.Owner.Chains.DecideAsync("loud", new DecideChain { Hash = "0", Accept = true, By = "ann" }, Token));
        Assert.Equal("chain_changed", other.Problem.Code);
    }

    [Fact]
    public async Task A_run_that_waits_is_told_by_name_and_a_wrong_name_is_told_back()
    {
        await using var server = await StartAsync();
        var chains = server.Owner.Chains;
        await chains.AddAsync(new AddChain { Name = "asks", Text = "approval(boss) >> signal(news) >> fn:shout | \"not sent\"" }, Token);
        var started = await chains.StartAsync("asks", Start("hi") with { AcceptOnce = true }, Token);

        async Task<string> CodeAsync(SignalChain signal) => (await Assert.ThrowsAsync<IsaaApiException>(() => chains.SignalAsync(started.Job.Id, signal, Token))).Problem.Code;
        Assert.Equal("signal_unknown", await CodeAsync(new SignalChain { Name = "bos", Approved = true }));
        Assert.Equal("signal_unknown", await CodeAsync(new SignalChain { Name = "news", Approved = true }));
        Assert.Equal("signal_invalid", await CodeAsync(new SignalChain { Name = "boss" }));

        var first = new SignalChain { Name = "boss", Approved = true, Id = "a" };
        Assert.Contains((await chains.SignalAsync(started.Job.Id, first, Token)).Result, (string[])["woke", "kept"]);
        Assert.Contains((await chains.SignalAsync(started.Job.Id, first, Token)).Result, (string[])["duplicate"]);
        await chains.SignalAsync(started.Job.Id, new SignalChain { Name = "news", Value = JsonSerializer.SerializeToElement("told") }, Token);
        await foreach (var _ in server.Owner.WatchJobAsync(started.Job.Id, null, Token))
        {
        }

        Assert.Equal("told!", (await server.Owner.GetJobAsync(started.Job.Id, Token)).Result!.Value.GetProperty("text").GetString());
        Assert.Equal("ended", (await chains.SignalAsync(started.Job.Id, first with { Id = "b" }, Token)).Result);
    }

    private static StartChain Start(string text) => new() { Input = JsonSerializer.SerializeToElement(text) };

    private static async Task<TestServer> StartAsync()
    {
        var server = await TestServer.StartAsync(options => options with { RunsWorker = true });
        server.Server.Services.GetRequiredService<FlowChains>().RegisterFunction("shout", (string text) => text + "!");
        return server;
    }
}
