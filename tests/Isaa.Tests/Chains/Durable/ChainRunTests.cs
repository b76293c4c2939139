using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Isaa.Agents;
using Isaa.Chains;
using Isaa.Chains.Durable;
using Isaa.Chains.Ports;
using Isaa.Chains.Values;
using Isaa.Diagnostics;
using Isaa.Jobs.Steps;
using Isaa.Protocol.Chains;
using Isaa.Protocol.Events;
using Isaa.Tests.Agents.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using static Isaa.Chains.ChainSyntax;

namespace Isaa.Tests.Chains.Durable;

public sealed class ChainRunTests : IAsyncDisposable
{
    private readonly AgentBed _bed = new(new FakeChatClient { Otherwise = (asked, token) => FakeChatClient.Say($"said({asked.Messages.Last(m => m.Role == ChatRole.User).Text})")(asked, token) });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FlowChains Chains => _bed.Get<FlowChains>();

    [Fact]
    public async Task Functions_groups_and_ways_run_as_a_job_and_give_the_result()
    {
        var up = Function((string text) => text.ToUpperInvariant(), "up");
        var wrap = Function((string text) => new { text }, "wrap");
        var chain = up >> (wrap + up) >> Function((ChainValue v) => new { first = v.Items[0] }, "first") >> IS("first.text", "x") >> up % wrap;
        var result = await RunAsync(chain, "x");
        Assert.True(result.IsCompleted, result.Error?.Message);
        Assert.Equal("""{"FIRST":{"TEXT":"X"}}""", result.Text);

        var branches = await RunAsync(up + wrap, "x");
        Assert.Equal(["up", "wrap"], branches.Branches);
    }

    [Fact]
    public async Task Agents_run_as_jobs_of_their_own_and_their_tokens_count()
    {
        var agent = await _bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("speaker").WithModel(FakeModels.Name).WithTools(), cancellationToken: Cancellation);
        var result = await RunAsync(agent >> (agent + agent), "hello");
        Assert.True(result.IsCompleted, result.Error?.Message);
        Assert.Equal("said(said(hello)) | said(said(hello))", result.Text);
        Assert.Equal(3 * 15, result.Usage.Input + result.Usage.Output);
        Assert.True(result.CostUsd > 0);
        Assert.Equal(3, _bed.Client.Calls.Count);
    }

    [Fact]
    public async Task A_failed_agent_reaches_the_fallback_and_one_without_fails_the_run_at_its_place()
    {
        _bed.Client.Otherwise = (_, _) => throw new Isaa.Models.ModelException("model_rejected", "No.", isTransient: false);
        var agent = await _bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("speaker").WithModel(FakeModels.Name).WithTools(), cancellationToken: Cancellation);
        Assert.Equal("sorry", (await RunAsync(agent | "sorry", "x")).Text);

        var failed = await RunAsync(Function((string t) => t, "same") >> agent, "x");
        Assert.False(failed.IsCompleted);
        Assert.Equal(("model_rejected", "2", "speaker"), (failed.Error!.Code, failed.Error.Path, failed.Error.Node));
    }

    [Fact]
    public async Task A_long_list_is_mapped_over_an_agent_in_order_and_each_item_is_asked_once()
    {
        var agent = await _bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("speaker").WithModel(FakeModels.Name).WithTools(), cancellationToken: Cancellation);
        var items = Enumerable.Range(0, 40).Select(i => $"item {i}").ToList();
        var list = CF("""{"type":"object","properties":{"items":{"type":"array"}},"required":["items"]}""", "Items") - "items[n]";
        var result = await RunAsync(list >> agent, ChainValue.From(new { items }).Text, new ChainStartOptions { MaxParallel = 8 });
        Assert.True(result.IsCompleted, result.Error?.Message);
        Assert.Equal(items.Select(i => $"said({i})"), ChainValue.Of(result.Value!.Value).Read<string[]>());
        Assert.Equal(items.Order(), _bed.Client.Calls.Select(c => c.Messages.Last(m => m.Role == ChatRole.User).Text).Order());
    }

    [Fact]
    public async Task A_cancelled_run_cancels_its_agents()
    {
        using var stopped = new SemaphoreSlim(0);
        _bed.Client.Otherwise = (_, token) => Never(stopped, token);
        var agent = await _bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("speaker").WithModel(FakeModels.Name).WithTools(), cancellationToken: Cancellation);
        var run = await Chains.StartAsync(agent + agent, "x", cancellationToken: Cancellation);
        _bed.StartWorker();
        while (_bed.Client.Calls.Count < 2)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        }

        await Chains.CancelAsync(run, "enough", Cancellation);
        Assert.Equal("cancelled", (await Chains.WaitAsync(run, Cancellation)).Error!.Code);
        await stopped.WaitAsync(Cancellation);
        await stopped.WaitAsync(Cancellation);
        var events = await Chains.WatchAsync(run, cancellationToken: Cancellation).ToListAsync(Cancellation);
        Assert.Equal(2, events.Count(e => e.Type == ChainEvents.TaskStart));

        static async IAsyncEnumerable<ChatResponseUpdate> Never(SemaphoreSlim stopped, [EnumeratorCancellation] CancellationToken token)
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            }
            finally
            {
                stopped.Release();
            }

            yield break;
        }
    }

    [Fact]
    public async Task Events_tell_the_start_each_node_and_the_end()
    {
        var agent = await _bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("speaker").WithModel(FakeModels.Name).WithTools(), cancellationToken: Cancellation);
        var run = await Chains.StartAsync(Function((string t) => t, "same").Repeatable() >> agent, "x", cancellationToken: Cancellation);
        _bed.StartWorker();
        await Chains.WaitAsync(run, Cancellation);
        var events = await Chains.WatchAsync(run, cancellationToken: Cancellation).ToListAsync(Cancellation);
        Assert.Equal(
            ["chain_start ", "task_start same", "task_complete same", "task_start speaker", "task_complete speaker", "chain_end "],
            events.Select(e => $"{e.Type} {(e.Kind == "chain" ? "" : e.Node)}"));
        var answered = events[4];
        Assert.NotNull(answered.Run);
        Assert.NotNull(answered.Usage);
        Assert.Equal("said(x)", answered.Value!.Value.GetString());
    }

    [Fact]
    public async Task What_a_chain_names_must_be_there_when_a_run_is_added()
    {
        async Task<string> CodeAsync(Chain chain) => (await Assert.ThrowsAsync<IsaaException>(() => Chains.StartAsync(chain, "x", cancellationToken: Cancellation))).Code;
        Assert.Equal("agent_unknown", await CodeAsync(Agent("nobody")));
        Assert.Equal("function_unknown", await CodeAsync(Function("nothing")));
        Assert.Equal("tool_unknown", await CodeAsync(Tool("nothing")));
        Assert.Equal("chain_unknown", await CodeAsync(ChainNamed("nothing")));
        Assert.Equal("chain_invalid", await CodeAsync(Agent("self") >> (text => text)));
        Assert.Equal("chain_invalid", await CodeAsync(Function((string t) => t, "f") >> Function((string t) => t + "!", "f")));
        Assert.Equal("chain_unknown", (await Assert.ThrowsAsync<IsaaException>(() => Chains.StartAsync("nothing", "x", cancellationToken: Cancellation))).Code);
    }

    [Fact]
    public async Task Chains_find_one_another_by_name_and_must_not_lead_back_to_themselves()
    {
        Chains.Register("inner", Function((string t) => t + "!", "bang") >> IS.That("long", v => v.Text.Length > 3) >> Function((string _) => "long", "longer"));
        Chains.Register("outer", ChainNamed("inner") >> Function((string t) => $"[{t}]", "box"));
        Assert.Equal("[x!]", await TextAsync("outer", "x"));
        Assert.Equal("[long]", await TextAsync("outer", "xxx"));

        Chains.Register("inner", ChainNamed("outer"));
        Assert.Equal("chain_cycle", (await Assert.ThrowsAsync<IsaaException>(() => Chains.StartAsync("outer", "x", cancellationToken: Cancellation))).Code);
    }

    [Fact]
    public async Task A_chain_that_changed_while_its_run_waited_is_refused()
    {
        Chains.Register("report", Function((string t) => t, "same"));
        var run = await Chains.StartAsync("report", "x", cancellationToken: Cancellation);
        Chains.Register("report", Function((string t) => t, "same") >> Function((string t) => t, "again"));
        _bed.StartWorker();
        Assert.Equal("chain_changed", (await Chains.WaitAsync(run, Cancellation)).Error!.Code);
    }

    [Fact]
    public async Task A_run_stays_with_the_versions_of_functions_and_agents_it_began_with()
    {
        var functions = new VersionedFunctions { Newest = 1 };
        await using var bed = new AgentBed(_bed.Client, more: services => services.AddSingleton<IChainFunctions>(functions));
        var chains = bed.Get<FlowChains>();
        await bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("speaker").WithModel(FakeModels.Name).WithSystemMessage("You are the first.").WithTools(), cancellationToken: Cancellation);
        var run = await chains.StartAsync(Agent("speaker") >> Function("versioned") >> Function("versioned"), "x", cancellationToken: Cancellation);
        functions.Newest = 2;
        await bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("speaker").WithModel(FakeModels.Name).WithSystemMessage("You are the second.").WithTools(), cancellationToken: Cancellation);
        bed.StartWorker();
        Assert.Equal("said(x)-1-1", (await chains.WaitAsync(run, Cancellation)).Text);
        Assert.Contains("You are the first.", Assert.Single(bed.Client.Calls).Messages[0].Text, StringComparison.Ordinal);
        var graph = await chains.DrawAsync(run, Cancellation);
        Assert.Equal([("speaker", "version 1"), ("fn:versioned", "version 1")], graph.Root.Children.Take(2).Select(n => (n.Label, n.Detail)));
    }

    [Fact]
    public async Task In_memory_a_chain_finds_agents_functions_and_chains_of_the_engine_it_is_given()
    {
        Chains.RegisterFunction("up", (string text) => text.ToUpperInvariant());
        Chains.Register("named", Function("up"));
        await _bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("speaker").WithModel(FakeModels.Name).WithTools(), cancellationToken: Cancellation);
        _bed.StartWorker();
        var seen = new ConcurrentQueue<ChainEvent>();
        var options = new ChainRunOptions
        {
            Engine = Chains,
            OnEvent = one =>
            {
                seen.Enqueue(one);
                return ValueTask.CompletedTask;
            },
        };
        Assert.Equal("SAID(X)", (await (Agent("speaker") >> ChainNamed("named")).RunAsync("x", options, Cancellation)).Text);
        Assert.Contains(seen, e => e.Agent is AgentEvent.Answer);
    }

    [Fact]
    public async Task An_agent_with_a_focus_or_in_a_named_chain_is_told_where_it_stands()
    {
        await _bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("speaker").WithModel(FakeModels.Name).WithTools(), cancellationToken: Cancellation);
        _bed.StartWorker();
        var chain = Agent("speaker", "the numbers").Named("audit");
        var told = (await chain.RunAsync("data", new ChainRunOptions { Engine = Chains }, Cancellation)).Text;
        Assert.Contains("node 1 of the chain 'audit'", told, StringComparison.Ordinal);
        Assert.Contains("the numbers", told, StringComparison.Ordinal);
        Assert.EndsWith("data)", told, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private sealed class VersionedFunctions : IChainFunctions
    {
        public int Newest { get; set; }

        public Task<IChainFunction?> FindAsync(string name, string tenant, CancellationToken cancellationToken = default) => Task.FromResult<IChainFunction?>(
            name == "versioned" ? new Versioned(Newest) : name.StartsWith("versioned@", StringComparison.Ordinal) ? new Versioned(name[^1] - '0') : null);

        public Task<IReadOnlyList<string>> ListAsync(string tenant, CancellationToken cancellationToken = default) => Task.FromResult<IReadOnlyList<string>>(["versioned"]);

        private sealed class Versioned(int version) : IChainFunction
        {
            public string Name => "versioned";

            public string Reference => $"versioned@{version}";

            public StepKind Kind => StepKind.Repeatable;

            public ValueTask<ChainValue> CallAsync(ChainValue input, ChainCaller caller, CancellationToken cancellationToken) => new(ChainValue.Of($"{input.Text}-{version}"));
        }
    }

    private async Task<string?> TextAsync(string chain, string input)
    {
        var run = await Chains.StartAsync(chain, input, cancellationToken: Cancellation);
        _bed.StartWorker();
        var result = await Chains.WaitAsync(run, Cancellation);
        await _bed.StopWorkersAsync();
        return result.Text ?? result.Error?.Message;
    }

    private async Task<ChainResult> RunAsync(Chain chain, string input, ChainStartOptions? options = null)
    {
        var run = await Chains.StartAsync(chain, input, options, Cancellation);
        _bed.StartWorker();
        var result = await Chains.WaitAsync(run, Cancellation);
        await _bed.StopWorkersAsync();
        return result;
    }
}
