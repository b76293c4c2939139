using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;
using Isaa.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Isaa.Tests.Jobs;

/// <summary>What becomes of a worker one of whose own calls to the store fails.</summary>
public sealed class WorkerFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("store_busy")]
    [InlineData("store_full")]
    [InlineData(null)]
    public async Task A_claim_that_fails_costs_running_jobs_nothing(string? code)
    {
        var (started, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var engine = TestEngine.Create(async (call, _, ct) =>
        {
            if (call.Text == "long")
            {
                started.SetResult();
                await mayEnd.Task.WaitAsync(ct);
            }

            return new JobOutcome.Completed();
        });
        var failing = 0;
        var store = FaultyStore.Create(engine.Store, (method, _) =>
            method == nameof(IJobStore.ClaimAsync) && Interlocked.Exchange(ref failing, 0) == 1 ? Error(code) : null);
        var running = await engine.Queue.EnqueueAsync(new TestEngine.Call { Text = "long" }, cancellationToken: Cancellation);
        engine.StartWorker(new WorkerOptions { PollInterval = TimeSpan.FromMilliseconds(1) }, store);
        await started.Task;

        Volatile.Write(ref failing, 1);
        var other = await engine.Queue.EnqueueAsync(new TestEngine.Call(), cancellationToken: Cancellation);
        await engine.Queue.WaitAsync(other, Cancellation);
        while (Volatile.Read(ref failing) == 1)
        {
            await Task.Yield();
            Cancellation.ThrowIfCancellationRequested();
        }

        var next = await engine.Queue.EnqueueAsync(new TestEngine.Call(), cancellationToken: Cancellation);
        await engine.Queue.WaitAsync(next, Cancellation);
        mayEnd.SetResult();
        var job = await engine.Queue.WaitAsync(running, Cancellation);

        Assert.Equal((JobState.Completed, 1), (job!.Job.State, job.Job.Started));
    }

    [Fact]
    public async Task A_worker_whose_first_sign_of_life_breaks_tries_again()
    {
        await using var engine = TestEngine.Create((_, _, _) => Task.FromResult<JobOutcome>(new JobOutcome.Completed()));
        var beats = 0;
        var store = FaultyStore.Create(engine.Store, (method, _) =>
            method == nameof(IJobStore.HeartbeatAsync) && Interlocked.Increment(ref beats) == 1 ? Error(null) : null);
        engine.StartWorker(new WorkerOptions { PollInterval = TimeSpan.FromMilliseconds(1) }, store);

        var job = await engine.RunAsync();

        Assert.Equal(JobState.Completed, job.Job.State);
    }

    [Fact]
    public async Task A_sign_of_life_that_breaks_is_given_again_soon()
    {
        var time = new ManualTime();
        await using var engine = TestEngine.Create((_, _, _) => throw new InvalidOperationException(), time);
        var beats = 0;
        var store = FaultyStore.Create(engine.Store, (method, _) =>
            method == nameof(IJobStore.HeartbeatAsync) && Interlocked.Increment(ref beats) == 2 ? Error(null) : null);
        using var lease = new WorkerLease(store, new WorkerId(engine.Get<IdSource>().Next()), ["test.call"], new WorkerOptions(), time, NullLogger.Instance);
        await lease.BeginAsync();
        using var settled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var keeping = lease.KeepAsync(settled.Token);

        time.Advance(TimeSpan.FromSeconds(10));
        await TimerAsync(time, keeping, TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(1));
        await TimerAsync(time, keeping, TimeSpan.FromSeconds(10));
        await settled.CancelAsync();
        await keeping;

        Assert.Equal((3, false), (beats, lease.Lost.IsCancellationRequested));
    }

    private static async Task TimerAsync(ManualTime time, Task keeping, TimeSpan by)
    {
        while (!time.HasTimerIn(by))
        {
            Assert.False(keeping.IsCompleted, "The worker shows no more signs of life.");
            Cancellation.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static Exception Error(string? code) => code is null ? new InvalidOperationException("It broke.") : new IsaaException(code, "The store is away.");
}
