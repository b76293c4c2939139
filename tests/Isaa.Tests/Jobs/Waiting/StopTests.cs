using Isaa.Jobs;
using Isaa.Jobs.Working;
using Isaa.Tests.Support;

namespace Isaa.Tests.Jobs.Waiting;

/// <summary>What a worker does with its jobs when it stops in good order.</summary>
public sealed class StopTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Within_the_grace_a_running_job_finishes_and_no_other_is_begun()
    {
        var started = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        await using var engine = TestEngine.Create(
            async (_, _, ct) =>
            {
                started.TrySetResult();
                await finish.Task.WaitAsync(ct);
                return new JobOutcome.Completed();
            },
            new ManualTime());
        var first = await engine.Queue.EnqueueAsync(new TestEngine.Call(), cancellationToken: Cancellation);
        engine.StartWorker(new WorkerOptions { Concurrency = 1, StopGrace = TimeSpan.FromSeconds(20) });
        await started.Task;
        var second = await engine.Queue.EnqueueAsync(new TestEngine.Call(), cancellationToken: Cancellation);

        var stopping = engine.StopWorkersAsync();
        Assert.False(stopping.IsCompleted);
        finish.SetResult();
        await stopping;

        Assert.Equal(JobState.Completed, (await engine.Queue.FindAsync(first.Id, Cancellation))!.Job.State);
        Assert.Equal(JobState.Ready, (await engine.Queue.FindAsync(second.Id, Cancellation))!.Job.State);
    }

    [Fact]
    public async Task After_the_grace_a_running_job_is_told_and_given_back_uncharged()
    {
        var time = new ManualTime();
        var started = new TaskCompletionSource();
        var told = new TaskCompletionSource();
        await using var engine = TestEngine.Create(
            async (_, _, ct) =>
            {
                await using var registration = ct.Register(told.SetResult);
                started.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
                return new JobOutcome.Completed();
            },
            time);
        var id = await engine.Queue.EnqueueAsync(new TestEngine.Call(), cancellationToken: Cancellation);
        engine.StartWorker(new WorkerOptions { StopGrace = TimeSpan.FromSeconds(20) });
        await started.Task;

        var stopping = engine.StopWorkersAsync();
        Assert.False(told.Task.IsCompleted);
        await AdvanceUntilAsync(time, TimeSpan.FromSeconds(20), stopping);

        var job = (await engine.Queue.FindAsync(id.Id, Cancellation))!.Job;
        Assert.True(told.Task.IsCompletedSuccessfully);
        Assert.Equal((JobState.Ready, 1, 0, 0), (job.State, job.Started, job.Charged, job.Stalled));
    }

    [Fact]
    public async Task A_job_that_does_not_stop_is_given_back_at_the_limit_and_what_it_still_says_counts_for_nothing()
    {
        var time = new ManualTime();
        var started = new TaskCompletionSource();
        var late = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        await using var engine = TestEngine.Create(
            async (_, context, _) =>
            {
                if (context.Job.Started == 1)
                {
                    started.SetResult();
                    await late.Task;
                    ended.SetResult();
                }

                return new JobOutcome.Completed { Result = System.Text.Encoding.UTF8.GetBytes($"{context.Job.Started}") };
            },
            time);
        var id = await engine.Queue.EnqueueAsync(new TestEngine.Call(), cancellationToken: Cancellation);
        engine.StartWorker(new WorkerOptions { StopLimit = TimeSpan.FromSeconds(7) });
        await started.Task;

        await AdvanceUntilAsync(time, TimeSpan.FromSeconds(7), engine.StopWorkersAsync());
        var between = (await engine.Queue.FindAsync(id.Id, Cancellation))!.Job;
        engine.StartWorker();
        var job = await engine.Queue.WaitAsync(id.Id, Cancellation);
        late.SetResult();
        await ended.Task;

        Assert.Equal((JobState.Ready, 0, 0), (between.State, between.Charged, between.Stalled));
        Assert.Equal((JobState.Completed, "2"), (job!.Job.State, System.Text.Encoding.UTF8.GetString(job.Result!.Value.Span)));
    }

    // Moves the clock once the timer that is waited for is set: not before, and no further than a lease allows.
    private static async Task AdvanceUntilAsync(ManualTime time, TimeSpan by, Task done)
    {
        while (!time.HasTimerIn(by))
        {
            await Task.Yield();
        }

        time.Advance(by);
        await done;
    }
}
