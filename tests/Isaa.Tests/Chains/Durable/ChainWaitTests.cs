using Isaa.Agents;
using Isaa.Chains;
using Isaa.Chains.Durable;
using Isaa.Jobs;
using Isaa.Protocol.Events;
using Isaa.Tests.Agents.Support;
using Microsoft.Extensions.AI;
using static Isaa.Chains.ChainSyntax;

namespace Isaa.Tests.Chains.Durable;

public sealed class ChainWaitTests : IAsyncDisposable
{
    private readonly AgentBed _bed = new(new FakeChatClient { Otherwise = (asked, token) => FakeChatClient.Say($"said({asked.Messages.Last(m => m.Role == ChatRole.User).Text})")(asked, token) });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FlowChains Chains => _bed.Get<FlowChains>();

    [Fact]
    public async Task An_approval_lets_the_data_pass_and_nothing_before_it_runs_again()
    {
        var calls = 0;
        var chain = Function((string t) => $"{t}{++calls}", "count") >> WaitForApproval("boss") >> Function((string t) => $"sent {t}", "send");
        var run = await Chains.StartAsync(chain, "x", cancellationToken: Cancellation);
        _bed.StartWorker();
        await WaitForStateAsync(run, JobState.WaitingSignal);

        await Chains.ApproveAsync(run, "boss", new ChainApproval { Approved = true }, cancellationToken: Cancellation);
        Assert.Equal("sent x1", (await Chains.WaitAsync(run, Cancellation)).Text);
        Assert.Equal(1, calls);
        var events = await Chains.WatchAsync(run, cancellationToken: Cancellation).ToListAsync(Cancellation);
        Assert.Equal(["chain_start", "task_start", "task_complete", "task_start", "task_complete", "task_start", "task_complete", "chain_end"], events.Select(e => e.Type));
    }

    [Fact]
    public async Task A_refusal_is_a_failure_that_reaches_the_fallback()
    {
        var run = await Chains.StartAsync(WaitForApproval("boss") | "not sent", "x", cancellationToken: Cancellation);
        await Chains.ApproveAsync(run, "boss", new ChainApproval { Approved = false, Reason = "too dear" }, cancellationToken: Cancellation);
        _bed.StartWorker();
        Assert.Equal("not sent", (await Chains.WaitAsync(run, Cancellation)).Text);
        var failed = await Chains.WatchAsync(run, cancellationToken: Cancellation).FirstAsync(e => e.Type == ChainEvents.TaskError, Cancellation);
        Assert.Equal("approval_refused", failed.ErrorCode);
        Assert.Contains("too dear", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_brings_the_new_data_while_other_branches_go_on()
    {
        var agent = await _bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("speaker").WithModel(FakeModels.Name).WithTools(), cancellationToken: Cancellation);
        var run = await Chains.StartAsync(agent + WaitForSignal("news"), "x", cancellationToken: Cancellation);
        _bed.StartWorker();
        await Chains.SignalAsync(run, "news", "it rains", cancellationToken: Cancellation);
        Assert.Equal("said(x) | it rains", (await Chains.WaitAsync(run, Cancellation)).Text);
    }

    [Fact]
    public async Task Nothing_in_time_is_a_failure()
    {
        var run = await Chains.StartAsync(WaitForSignal("news", TimeSpan.FromMilliseconds(1)), "x", cancellationToken: Cancellation);
        _bed.StartWorker();
        Assert.Equal("wait_timeout", (await Chains.WaitAsync(run, Cancellation)).Error!.Code);
    }

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private async Task WaitForStateAsync(JobId run, JobState state)
    {
        while ((await _bed.Store.FindAsync(run, Cancellation))!.Job.State != state)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        }
    }
}
