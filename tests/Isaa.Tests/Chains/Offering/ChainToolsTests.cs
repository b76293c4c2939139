using System.Text.Json;
using Isaa.Agents;
using Isaa.Chains.Durable;
using Isaa.Chains.Offering;
using Isaa.Chains.Storing;
using Isaa.Definitions;
using Isaa.Hosting;
using Isaa.Jobs;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Steps;
using Isaa.Protocol.Agents;
using Isaa.Storage.Sqlite;
using Isaa.Tests.Files;
using Isaa.Tools;
using Microsoft.Extensions.DependencyInjection;
using static Isaa.Chains.ChainSyntax;

namespace Isaa.Tests.Chains.Offering;

/// <summary>Agents that write, find and run chains. The worker has one slot, which the calling agent takes.</summary>
public sealed class ChainToolsTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private IsaaApp _app = null!;
    private int _calls;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ChainStore Chains => _app.Services.GetRequiredService<ChainStore>();

    public async ValueTask InitializeAsync()
    {
        var builder = IsaaApp.CreateBuilder(new IsaaOptions { HomeFolder = _folder["home"], Concurrency = 1 });
        builder.Services.AddSqliteStore(new SqliteStoreOptions { Path = _folder["test.db"] });
        _app = await builder.StartAsync(Token);
        _app.Chains.RegisterFunction("shout", (string text) => text.ToUpperInvariant(), StepKind.Repeatable);
        await PlayAsync("reader", "say: read({{task}})");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_agent_runs_an_accepted_chain_of_agents_although_it_takes_the_only_slot()
    {
        await AcceptAsync(await SaveAsync("review", "reader >> fn:shout"));
        var boss = await PlayAsync("boss", """
            call: [{ tool: run_chain, arguments: { name_or_id: review, input_data: hello } }]
              - say: "it gave {{lastResult}}"
            """);
        var answer = await boss.RunAsync("go", cancellationToken: Token);
        Assert.Equal(AgentRunStatus.Completed, answer.Status);
        Assert.StartsWith("it gave READ(", answer.Text, StringComparison.Ordinal);
        Assert.EndsWith("HELLO)", answer.Text, StringComparison.Ordinal);
        var run = Assert.Single(await JobsAsync(ChainRunJob.Kind));
        Assert.Equal(JobState.Completed, run.State);
    }

    [Fact]
    public async Task The_same_call_made_again_goes_on_with_the_same_run()
    {
        await AcceptAsync(await SaveAsync("loud", "fn:shout"));
        var context = Context("key");
        Assert.Equal("HI", (await CallAsync("run_chain", new { name_or_id = "loud", input_data = "hi" }, context)).Text);
        Assert.Equal("HI", (await CallAsync("run_chain", new { name_or_id = "loud", input_data = "hi" }, context)).Text);
        Assert.Single(await JobsAsync(ChainRunJob.Kind));
        await CallAsync("run_chain", new { name_or_id = "loud", input_data = "hi" }, Context("other"));
        Assert.Equal(2, (await JobsAsync(ChainRunJob.Kind)).Count);
    }

    [Fact]
    public async Task What_an_agent_writes_is_checked_stored_and_waits_for_a_person()
    {
        var refused = await CallAsync("create_validate_chain", new { name = "bad", dsl = "raeder >> tool:nothing" });
        Assert.True(refused.IsError);
        Assert.Contains("Did you mean reader", refused.Text, StringComparison.Ordinal);
        Assert.Contains("There is no tool 'nothing'", refused.Text, StringComparison.Ordinal);
        Assert.Contains("Line 1, column 8", (await CallAsync("create_validate_chain", new { name = "bad", dsl = "reader -> reader" })).Text, StringComparison.Ordinal);
        Assert.Empty(await Chains.ListAsync(cancellationToken: Token));

        var stored = await CallAsync("create_validate_chain", new { name = "twice", dsl = "reader >> reader", description = "Reads a mail twice", tags = "mail, slow" });
        Assert.Contains("A person must accept it", stored.Text, StringComparison.Ordinal);
        var chain = Assert.Single(await Chains.ListAsync(cancellationToken: Token));
        Assert.Equal(("twice", "agent tester", false), (chain.Name, chain.SavedBy, chain.IsAccepted));
        Assert.Equal(["mail", "slow"], chain.Tags);
        Assert.Equal("chain_not_accepted", (await CallAsync("run_chain", new { name_or_id = "twice", input_data = "x" })).ErrorCode);
        Assert.Empty(await JobsAsync(ChainRunJob.Kind));
    }

    [Fact]
    public async Task The_fitting_chain_is_found_and_only_an_accepted_one()
    {
        await AcceptAsync(await Chains.SaveAsync(new ChainDraft { Name = "invoice-check", Text = "reader", Description = "Checks invoices" }, Token));
        await Chains.SaveAsync(new ChainDraft { Name = "invoice-draft", Text = "reader", Description = "An invoice check nobody accepted" }, Token);

        var found = await CallAsync("list_auto_get_fitting", new { task_description = "check this invoice" });
        Assert.StartsWith("invoice-check@1: Checks invoices", found.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("invoice-draft", found.Text, StringComparison.Ordinal);
        Assert.Contains("invoice-draft@1 (waits for a person)", (await CallAsync("list_auto_get_fitting", new { show_all = true })).Text, StringComparison.Ordinal);
        Assert.Contains("No chain", (await CallAsync("list_auto_get_fitting", new { task_description = "water the flowers" })).Text, StringComparison.Ordinal);
        Assert.Equal("task_missing", (await CallAsync("list_auto_get_fitting", new { })).ErrorCode);
    }

    [Fact]
    public async Task A_chain_that_fails_is_a_failed_call_with_the_place()
    {
        _app.Chains.Register("broken", Function((string text) => text, "same") >> Function(string (string text) => throw new InvalidOperationException(text), "boom"));
        var failed = await CallAsync("run_chain", new { name_or_id = "broken", input_data = "x" });
        Assert.Equal((true, "node_broken"), (failed.IsError, failed.ErrorCode));
        Assert.Contains("Node 2 (function boom)", failed.Text, StringComparison.Ordinal);
        Assert.Equal("chain_unknown", (await CallAsync("run_chain", new { name_or_id = "brokn", input_data = "x" })).ErrorCode);
    }

    [Fact]
    public async Task A_chain_that_runs_itself_through_the_tool_comes_to_an_end()
    {
        _app.Chains.Register("endless", Tool("run_chain", new { name_or_id = "endless", input_data = "{prev}" }));
        var failed = await CallAsync("run_chain", new { name_or_id = "endless", input_data = "x" });
        Assert.True(failed.IsError);
        Assert.Contains($"{ChainCalls.MaxDepth} runs of chains stand inside one another", failed.Text, StringComparison.Ordinal);
        Assert.Equal(ChainCalls.MaxDepth, (await JobsAsync(ChainRunJob.Kind)).Count);
    }

    [Fact]
    public async Task Cancelling_the_agent_cancels_the_chain_it_runs()
    {
        _app.Chains.Register("waits", WaitForSignal("never"));
        var boss = await PlayAsync("boss", """
            call: [{ tool: run_chain, arguments: { name_or_id: waits, input_data: hello } }]
              - say: done
            """);
        var run = await boss.StartAsync("go", cancellationToken: Token);
        var queue = _app.Services.GetRequiredService<JobQueue>();
        JobId chain;
        while (true)
        {
            if (await JobsAsync(ChainRunJob.Kind) is [{ State: JobState.WaitingSignal } waiting])
            {
                chain = waiting.Id;
                break;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }

        await boss.CancelAsync(run, "enough", Token);
        Assert.Equal(JobState.Cancelled, (await queue.WaitAsync(chain, Token))!.Job.State);
    }

    private async Task<FlowAgent> PlayAsync(string name, string turn)
    {
        var file = _folder[$"{name}.play.yaml"];
        await File.WriteAllTextAsync(file, $"about: Plays {name}.\nturns:\n  - {turn}\n", Token);
        return await _app.Agents.RegisterAsync(FlowAgents.CreateBuilder(name).WithModel($"scripted/{file}").WithTools("run_chain"), cancellationToken: Token);
    }

    private async Task<IReadOnlyList<Job>> JobsAsync(string kind) =>
        (await _app.Services.GetRequiredService<JobSearch>().ListAsync(new JobQuery { Filter = new JobFilter { Kind = kind } }, Token)).Jobs;

    private Task<ToolResult> CallAsync(string tool, object arguments, ToolCallContext? context = null) => _app.Services.GetRequiredService<ToolInvoker>().InvokeAsync(
        _app.Services.GetRequiredService<IToolCatalog>().Find(tool)!, tool, JsonSerializer.SerializeToElement(arguments), context ?? Context($"call {_calls++}"), Token);

    private ToolCallContext Context(string key) => new()
    {
        Run = new JobId(new Guid("0193c0de-0000-7000-8000-00000000000f")),
        Agent = "tester",
        Session = "s",
        CallId = "c1",
        IdempotencyKey = key,
        SessionFolder = _folder["home"],
    };

    private Task<ChainVersion> SaveAsync(string name, string text) => Chains.SaveAsync(new ChainDraft { Name = name, Text = text }, Token);

    private Task<ChainVersion> AcceptAsync(ChainVersion chain) => Chains.DecideAsync(chain, new DefinitionDecision { IsAccepted = true, By = "test" }, Token);
}
