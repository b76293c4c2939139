using System.Text;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Working;
using Isaa.Tests.Support;

namespace Isaa.Tests.Jobs;

public sealed class WorkerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_result_is_kept_with_the_job()
    {
        await using var engine = TestEngine.Create((_, _, _) => Outcome(new JobOutcome.Completed { Result = "{\"n\":1}"u8.ToArray() }));

        var job = await engine.RunAsync();

        Assert.Equal(JobState.Completed, job.Job.State);
        Assert.Equal("{\"n\":1}", Encoding.UTF8.GetString(job.Result!.Value.Span));
    }

    [Fact]
    public async Task An_error_that_is_safe_to_show_keeps_its_code_and_is_retried_until_the_attempts_are_used_up()
    {
        var attempts = 0;
        await using var engine = TestEngine.Create((_, _, _) =>
        {
            attempts++;
            throw new IsaaException("no_paper", "The printer has no paper.");
        });

        var job = await engine.RunAsync(new EnqueueOptions { Retry = new RetryPolicy { MaxAttempts = 3, Delay = TimeSpan.Zero } });

        Assert.Equal((JobState.Failed, 3, 3), (job.Job.State, job.Job.Charged, attempts));
        Assert.Equal(new JobError { Code = "no_paper", Message = "The printer has no paper." }, job.Job.Error);
    }

    [Fact]
    public async Task Any_other_exception_is_an_internal_error_that_tells_nothing()
    {
        await using var engine = TestEngine.Create((_, _, _) => throw new InvalidOperationException("password=hunter2"));

        var job = await engine.RunAsync();

        Assert.Equal("internal_error", job.Job.Error?.Code);
        Assert.DoesNotContain("hunter2", job.Job.Error!.Message, StringComparison.Ordinal);
        Assert.NotNull(job.Job.Error.TraceId);
    }

    [Fact]
    public async Task A_verdict_of_the_handler_is_final_whatever_the_policy_says()
    {
        var attempts = 0;
        await using var engine = TestEngine.Create((_, _, _) =>
        {
            attempts++;
            return Outcome(new JobOutcome.Failed { Error = new JobError { Code = "no", Message = "No." }, Result = "{}"u8.ToArray() });
        });

        var job = await engine.RunAsync(new EnqueueOptions { Retry = new RetryPolicy { MaxAttempts = 9, Delay = TimeSpan.Zero } });

        Assert.Equal((JobState.Failed, 1), (job.Job.State, attempts));
        Assert.NotNull(job.Result);
    }

    [Fact]
    public async Task Snoozing_does_not_use_up_an_attempt()
    {
        await using var engine = TestEngine.Create((_, context, _) => Outcome(context.Job.Started < 4
            ? new JobOutcome.Snoozed { For = TimeSpan.Zero, Reason = "not yet" }
            : new JobOutcome.Completed()));

        var job = await engine.RunAsync();

        Assert.Equal((JobState.Completed, 4, 0), (job.Job.State, job.Job.Started, job.Job.Charged));
    }

    [Fact]
    public async Task A_running_job_is_told_to_cancel_and_keeps_the_reason()
    {
        var started = new TaskCompletionSource();
        await using var engine = TestEngine.Create(async (_, _, ct) =>
        {
            started.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
            return new JobOutcome.Completed();
        });
        var id = await engine.Queue.EnqueueAsync(new TestEngine.Call(), cancellationToken: Cancellation);
        engine.StartWorker();
        await started.Task;

        await engine.Queue.CancelAsync(id, "changed my mind", Cancellation);
        var job = await engine.Queue.WaitAsync(id, Cancellation);

        Assert.Equal(JobState.Cancelled, job!.Job.State);
        Assert.Equal("changed my mind", job.Job.CancelReason);
    }

    [Fact]
    public async Task A_cancelled_handler_may_leave_a_partial_result()
    {
        var started = new TaskCompletionSource();
        await using var engine = TestEngine.Create(async (_, _, ct) =>
        {
            started.SetResult();
            var told = new TaskCompletionSource();
            await using var registration = ct.Register(told.SetResult);
            await told.Task;
            return new JobOutcome.Failed { Error = new JobError { Code = "stopped", Message = "Stopped." }, Result = "\"half\""u8.ToArray() };
        });
        var id = await engine.Queue.EnqueueAsync(new TestEngine.Call(), cancellationToken: Cancellation);
        engine.StartWorker();
        await started.Task;

        await engine.Queue.CancelAsync(id, "enough", Cancellation);
        var job = await engine.Queue.WaitAsync(id, Cancellation);

        Assert.Equal(JobState.Cancelled, job!.Job.State);
        Assert.Equal("\"half\"", Encoding.UTF8.GetString(job.Result!.Value.Span));
    }

    [Fact]
    public async Task An_attempt_past_its_time_limit_is_a_charged_failure()
    {
        var time = new ManualTime();
        var started = new TaskCompletionSource();
        await using var engine = TestEngine.Create(
            async (_, _, ct) =>
            {
                started.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
                return new JobOutcome.Completed();
            },
            time);
        var id = await engine.Queue.EnqueueAsync(new TestEngine.Call(), new EnqueueOptions { AttemptTimeout = TimeSpan.FromSeconds(5) }, Cancellation);
        engine.StartWorker();
        await started.Task;

        // Past the limit and well inside the lease, so that nobody else takes the job.
        time.Advance(TimeSpan.FromSeconds(6));
        var job = await engine.Queue.WaitAsync(id, Cancellation);

        Assert.Equal((JobState.Failed, "attempt_timeout", 1), (job!.Job.State, job.Job.Error!.Code, job.Job.Charged));
    }

    [Fact]
    public async Task A_stopping_worker_gives_its_jobs_back_uncharged_and_another_finishes_them()
    {
        var started = new TaskCompletionSource();
        await using var engine = TestEngine.Create(async (_, context, ct) =>
        {
            if (context.Job.Started == 1)
            {
                started.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
            }

            return new JobOutcome.Completed();
        });
        var id = await engine.Queue.EnqueueAsync(new TestEngine.Call(), cancellationToken: Cancellation);
        engine.StartWorker();
        await started.Task;

        await engine.StopWorkersAsync();
        var between = await engine.Queue.FindAsync(id, Cancellation);
        engine.StartWorker();
        var job = await engine.Queue.WaitAsync(id, Cancellation);

        Assert.Equal(JobState.Ready, between!.Job.State);
        Assert.Equal((JobState.Completed, 2, 0, 0), (job!.Job.State, job.Job.Started, job.Job.Charged, job.Job.Stalled));
    }

    [Fact]
    public async Task A_job_waits_for_a_worker_that_declares_what_it_requires()
    {
        await using var engine = TestEngine.Create((_, _, _) => Outcome(new JobOutcome.Completed()));
        var bound = await engine.Queue.EnqueueAsync(new TestEngine.Call(), new EnqueueOptions { Requires = ["gpu"] }, Cancellation);
        engine.StartWorker();
        await engine.RunAsync();
        var before = await engine.Queue.FindAsync(bound, Cancellation);

        engine.StartWorker(new WorkerOptions { Capabilities = ["disk", "gpu"] });
        var after = await engine.Queue.WaitAsync(bound, Cancellation);

        Assert.Equal(JobState.Ready, before!.Job.State);
        Assert.Equal(JobState.Completed, after!.Job.State);
    }

    [Fact]
    public async Task A_worker_for_one_job_leaves_the_others_alone()
    {
        await using var engine = TestEngine.Create((_, _, _) => Outcome(new JobOutcome.Completed()));
        var other = await engine.Queue.EnqueueAsync(new TestEngine.Call(), cancellationToken: Cancellation);
        var mine = await engine.Queue.EnqueueAsync(new TestEngine.Call(), cancellationToken: Cancellation);

        engine.StartWorker(new WorkerOptions { Only = mine });
        await engine.Queue.WaitAsync(mine, Cancellation);
        await engine.StopWorkersAsync();

        Assert.Equal(JobState.Ready, (await engine.Queue.FindAsync(other, Cancellation))!.Job.State);
    }

    [Fact]
    public async Task The_log_tells_the_whole_life_of_a_job_in_order()
    {
        await using var engine = TestEngine.Create(async (_, context, ct) =>
        {
            await context.EmitAsync([new NewJobEvent("test.hello", "{\"a\":1}"u8.ToArray())], ct);
            return context.Job.Started == 1 ? throw new IsaaException("broken", "once") : new JobOutcome.Completed();
        });
        var job = await engine.RunAsync(new EnqueueOptions { Retry = new RetryPolicy { MaxAttempts = 2, Delay = TimeSpan.Zero } });

        var events = new List<string>();
        await foreach (var one in engine.Get<EventFeed>().WatchJobAsync(job.Job.Id, cancellationToken: Cancellation))
        {
            events.Add(one.Type);
        }

        Assert.Equal(
            ["job.added", "job.active", "test.hello", "job.retrying", "job.ready", "job.active", "test.hello", "job.completed"],
            events);
    }

    [Fact]
    public async Task A_worker_that_lost_its_lease_stops_its_job_and_writes_nothing_more()
    {
        var time = new ManualTime();
        var first = new TaskCompletionSource();
        var woken = new TaskCompletionSource();
        var acts = 0;
        await using var engine = TestEngine.Create(
            async (_, context, ct) =>
            {
                if (context.Job.Started == 1)
                {
                    first.SetResult();
                    await woken.Task;
                }

                await context.RunStepAsync(
                    new Step<string> { Key = new StepKey("", 0), Name = "act", Input = "", ResultType = TestEngine.Text },
                    (_, _) => Task.FromResult($"{Interlocked.Increment(ref acts)}"),
                    CancellationToken.None);
                return new JobOutcome.Completed();
            },
            time);
        var id = await engine.Queue.EnqueueAsync(new TestEngine.Call(), cancellationToken: Cancellation);
        engine.StartWorker(new WorkerOptions { HeartbeatInterval = TimeSpan.FromHours(10), StopLimit = TimeSpan.Zero });
        await first.Task;

        time.Advance(TimeSpan.FromSeconds(31));
        await engine.Store.RescueAsync(3, Cancellation);
        engine.StartWorker();
        var job = await engine.Queue.WaitAsync(id, Cancellation);
        woken.SetResult();
        await engine.StopWorkersAsync();

        Assert.Equal((JobState.Completed, 1, 2), (job!.Job.State, job.Job.Stalled, job.Job.Started));
        Assert.Equal(1, acts);
    }

    private static Task<JobOutcome> Outcome(JobOutcome outcome) => Task.FromResult(outcome);
}
