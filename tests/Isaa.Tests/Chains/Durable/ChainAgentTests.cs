using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Isaa.Agents;
using Isaa.Chains;
using Isaa.Chains.Durable;
using Isaa.Chains.Values;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;
using Isaa.Models;
using Isaa.Protocol.Chains;
using Isaa.Protocol.Events;
using Isaa.Tests.Agents.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using static Isaa.Chains.ChainSyntax;

namespace Isaa.Tests.Chains.Durable;

/// <summary>Agents of durable chains, which run as jobs of their own.</summary>
public sealed class ChainAgentTests : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly ConcurrentDictionary<string, int> _failures = new();
    private readonly AgentBed _bed;

    public ChainAgentTests() => _bed = new AgentBed(new FakeChatClient { Otherwise = PlayAsync });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FlowChains Chains => _bed.Get<FlowChains>();

    [Fact]
    public async Task The_next_node_of_a_branch_begins_while_another_branch_is_still_at_work()
    {
        // The slow branch ends only when the other one is two nodes further.
        Gate("slow");
        var chain = (await AgentAsync("slow")) + ((await AgentAsync("first")) >> (await AgentAsync("second")) >> Function((string text) => Open("slow", text), "open"));
        var result = await RunAsync(chain, "x");
        Assert.True(result.IsCompleted, result.Error?.Message);
        Assert.Equal("slow(x) | second(first(x))", result.Text);
    }

    [Fact]
    public async Task A_place_that_comes_free_in_a_map_is_taken_at_once()
    {
        Gate("worker(0)");
        var worker = await AgentAsync("worker");
        var list = CF("""{"type":"object","properties":{"items":{"type":"array"}},"required":["items"]}""", "Items") - "items[n]";
        var last = Function((string text) => text.Contains('7', StringComparison.Ordinal) ? Open("worker(0)", text) : text, "last");
        var result = await RunAsync(list >> (worker >> last), """{"items":["0","1","2","3","4","5","6","7"]}""", new ChainStartOptions { MaxParallel = 2 });
        Assert.True(result.IsCompleted, result.Error?.Message);
        Assert.Equal(Enumerable.Range(0, 8).Select(i => $"worker({i})"), ChainValue.Of(result.Value!.Value).Read<string[]>());
        Assert.Equal(8, _asked.Count);
    }

    [Fact]
    public async Task A_failed_branch_cancels_the_agents_of_its_group_before_the_fallback_goes_on()
    {
        Gate("slow");
        _failures["bad"] = int.MaxValue;
        var chain = ((await AgentAsync("slow")) + (await AgentAsync("bad"))) | (await AgentAsync("spare"));
        var run = await Chains.StartAsync(chain, "x", cancellationToken: Cancellation);
        _bed.StartWorker();
        Assert.Equal("spare(x)", (await Chains.WaitAsync(run, Cancellation)).Text);
        var children = await _bed.Get<JobQueue>().ReadDependenciesAsync(run, Cancellation);
        var ended = await Task.WhenAll(children.Select(async child => (await _bed.Get<JobQueue>().WaitAsync(child.Job, Cancellation))!.Job.State));
        Assert.Equal([JobState.Cancelled, JobState.Completed, JobState.Failed], ended.OrderBy(state => state.ToString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_failed_group_began_is_cancelled_when_its_fallback_begins_also_in_groups_within(bool isNested)
    {
        Gate("slow");
        Gate("other");
        _failures["bad"] = int.MaxValue;
        var run = new TaskCompletionSource<JobId>();
        IReadOnlyList<string?> reasons = [];
        var fallback = Function(
            async (string text) =>
            {
                var children = await _bed.Get<JobQueue>().ReadDependenciesAsync(await run.Task, Cancellation);
                var jobs = await Task.WhenAll(children.Select(child => _bed.Get<JobQueue>().FindAsync(child.Job, Cancellation)));
                reasons = [.. jobs.Select(job => job!.Job.CancelReason).Where(reason => reason is not null)];
                return text;
            },
            "fallback");
        var (slow, other, bad) = (await AgentAsync("slow"), await AgentAsync("other"), await AgentAsync("bad"));
        var chain = (isNested ? Group(slow + other) + bad : slow + other + bad) | fallback;
        run.SetResult(await Chains.StartAsync(chain, "x", cancellationToken: Cancellation));
        _bed.StartWorker();
        Assert.Equal("x", (await Chains.WaitAsync(await run.Task, Cancellation)).Text);
        Assert.Equal(["another branch of its group failed", "another branch of its group failed"], reasons);
    }

    [Fact]
    public async Task A_run_that_is_tried_again_lets_its_failed_agent_run_again_and_no_finished_one()
    {
        _failures["shaky"] = 2;
        var chain = (await AgentAsync("steady")) >> (await AgentAsync("shaky")) >> (await AgentAsync("last"));
        var result = await RunAsync(chain, "x", new ChainStartOptions { Retry = new RetryPolicy { MaxAttempts = 3, Delay = TimeSpan.Zero } });
        Assert.True(result.IsCompleted, result.Error?.Message);
        Assert.Equal("last(shaky(steady(x)))", result.Text);
        Assert.Equal(["steady", "shaky", "shaky", "shaky", "last"], _asked);
    }

    [Fact]
    public async Task A_failed_agent_is_run_again_only_as_often_as_the_chain_may_be_tried()
    {
        _failures["shaky"] = int.MaxValue;
        var result = await RunAsync(await AgentAsync("shaky"), "x", new ChainStartOptions { Retry = new RetryPolicy { MaxAttempts = 3, Delay = TimeSpan.Zero } });
        Assert.False(result.IsCompleted);
        Assert.Equal(3, _asked.Count);
    }

    [Fact]
    public async Task A_failure_that_a_fallback_handled_is_kept_when_the_run_is_tried_again()
    {
        _failures["first"] = int.MaxValue;
        _failures["shaky"] = 1;
        var chain = Group((await AgentAsync("first")) | "instead") >> (await AgentAsync("shaky"));
        var result = await RunAsync(chain, "x", new ChainStartOptions { Retry = new RetryPolicy { MaxAttempts = 2, Delay = TimeSpan.Zero } });
        Assert.Equal("shaky(instead)", result.Text);
        Assert.Equal(["first", "shaky", "shaky"], _asked);
    }

    [Fact]
    public async Task Retrying_a_failed_run_by_hand_runs_its_failed_agent_again()
    {
        _failures["shaky"] = 1;
        var run = await Chains.StartAsync((await AgentAsync("steady")) >> (await AgentAsync("shaky")), "x", cancellationToken: Cancellation);
        _bed.StartWorker();
        Assert.Equal("model_rejected", (await Chains.WaitAsync(run, Cancellation)).Error!.Code);

        Assert.Equal(JobState.Waiting, await _bed.Get<JobQueue>().RetryAsync(run, Cancellation));
        Assert.Equal("shaky(steady(x))", (await Chains.WaitAsync(run, Cancellation)).Text);
        Assert.Equal(["steady", "shaky", "shaky"], _asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_dies_when_it_begins_an_agent_tells_its_start_once(bool writesLast)
    {
        var run = await Chains.StartAsync(await AgentAsync("speaker"), "x", cancellationToken: Cancellation);
        Assert.True(await DieAsync(run, atCommit: 1, writesLast));
        _bed.StartWorker();
        Assert.Equal("speaker(x)", (await Chains.WaitAsync(run, Cancellation)).Text);
        var events = await Chains.WatchAsync(run, cancellationToken: Cancellation).ToListAsync(Cancellation);
        Assert.Equal(["chain_start", "task_start", "task_complete", "chain_end"], events.Select(e => e.Type));
        Assert.Single(_asked);
    }

    [Fact]
    public async Task What_a_failed_agent_took_counts_and_is_drawn()
    {
        _bed.Client.ThenText("no JSON", input: 10, output: 5).ThenText("still none", input: 10, output: 5).ThenText("none", input: 10, output: 5);
        var agent = await AgentAsync("speaker");
        var run = await Chains.StartAsync((agent >> CF("""{"type":"object","properties":{"age":{"type":"integer"}},"required":["age"]}""", "Age")) | "sorry", "x", cancellationToken: Cancellation);
        _bed.StartWorker();
        var result = await Chains.WaitAsync(run, Cancellation);
        Assert.Equal("sorry", result.Text);
        Assert.True(result.Usage.Input > 0);
        var failed = Assert.Single(await Chains.WatchAsync(run, cancellationToken: Cancellation).ToListAsync(Cancellation), e => e.Type == ChainEvents.TaskError);
        Assert.Equal(result.Usage, failed.Usage);
        Assert.NotNull(failed.Run);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gate in _gates.Values)
        {
            gate.TrySetResult();
        }

        await _bed.DisposeAsync();
    }

    private async Task<FlowAgent> AgentAsync(string name) => await _bed.Agents.RegisterAsync(
        FlowAgents.CreateBuilder(name).WithModel(FakeModels.Name).WithSystemMessage($"You are {name}.").WithTools(), cancellationToken: Cancellation);

    private async Task<ChainResult> RunAsync(Chain chain, string input, ChainStartOptions? options = null)
    {
        var run = await Chains.StartAsync(chain, input, options, Cancellation);
        _bed.StartWorker();
        return await Chains.WaitAsync(run, Cancellation);
    }

    private void Gate(string what) => _gates[what] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    private string Open(string what, string text)
    {
        _gates[what].TrySetResult();
        return text;
    }

    private async IAsyncEnumerable<ChatResponseUpdate> PlayAsync(FakeChatClient.Asked asked, [EnumeratorCancellation] CancellationToken token)
    {
        var told = asked.Messages.First(m => m.Role == ChatRole.System).Text;
        var from = told.IndexOf("You are ", StringComparison.Ordinal) + "You are ".Length;
        var name = told[from..told.IndexOf('.', from)];
        var said = $"{name}({asked.Messages.Last(m => m.Role == ChatRole.User).Text})";
        _asked.Enqueue(name);
        if (_failures.TryGetValue(name, out var left) && left > 0)
        {
            _failures[name] = left - 1;
            throw new ModelException("model_rejected", "No.", isTransient: false);
        }

        if (_gates.GetValueOrDefault(name) is { } gate || _gates.TryGetValue(said, out gate))
        {
            await gate.Task.WaitAsync(token);
        }

        await foreach (var update in FakeChatClient.Say(said)(asked, token))
        {
            yield return update;
        }
    }

    /// <summary>Runs the chain in a process that dies at its n-th commit.</summary>
    private async Task<bool> DieAsync(JobId run, int atCommit, bool writesLast)
    {
        var worker = new WorkerId(new IdSource(TimeProvider.System).Next());
        await _bed.Store.HeartbeatAsync(new WorkerHeartbeat { Worker = worker, Host = "here", ProcessId = 1, LeaseTime = TimeSpan.FromMinutes(1) }, Cancellation);
        var claimed = Assert.Single((await _bed.Store.ClaimAsync(new ClaimRequest { Worker = worker, Limit = 1, Kinds = [ChainRunJob.Kind] }, Cancellation)).Jobs);
        Assert.Equal(run, claimed.Job.Id);
        var (store, control) = DyingStore.Create(_bed.Store, atCommit, writesLast);
        var ports = new WorkerPorts
        {
            Store = store,
            Kinds = _bed.Get<JobKindCatalog>(),
            Options = new WorkerOptions(),
            Ids = _bed.Get<IdSource>(),
            Time = TimeProvider.System,
            Logger = NullLogger.Instance,
        };
        using var interruption = new JobInterruption();

        // What the handler makes of the death does not matter: the process is gone, and nobody settles the attempt.
        _ = await _bed.Get<JobKindCatalog>().Find(ChainRunJob.Kind)!.RunAsync(claimed.Arguments, new JobContext(ports, claimed, interruption), Cancellation);
        await _bed.Store.RetireAsync(worker, Cancellation);
        return control.HasDied;
    }
}
