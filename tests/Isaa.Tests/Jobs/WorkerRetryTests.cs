using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Retrying;
using Isaa.Jobs.Working;
using Isaa.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Tests.Jobs;

/// <summary>Whether and when a failed attempt is followed by another, and what a worker does with a handler that does not stop.</summary>
public sealed class WorkerRetryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failure_that_a_rule_calls_final_is_not_retried()
    {
        await using var engine = TestEngine.Create((_, _, _) => throw new ArgumentNullException("customer"));
        var retry = new RetryPolicy { MaxAttempts = 9, Delay = TimeSpan.Zero, On = [new RetryRule { Error = "System.ArgumentException" }] };

        var job = await engine.RunAsync(new EnqueueOptions { Retry = retry });

        Assert.Equal((JobState.Failed, 1), (job.Job.State, job.Job.Charged));
    }

    [Fact]
    public async Task A_rule_may_grant_more_attempts_than_the_policy()
    {
        await using var engine = TestEngine.Create((_, context, _) => context.Job.Started < 4
            ? throw new IsaaException("busy", "Come again.")
            : Task.FromResult<JobOutcome>(new JobOutcome.Completed()));
        var patient = new RetryPolicy { MaxAttempts = 9, Delay = TimeSpan.Zero };
        var retry = new RetryPolicy { MaxAttempts = 1, On = [new RetryRule { Error = "busy", Policy = patient }] };

        var job = await engine.RunAsync(new EnqueueOptions { Retry = retry });

        Assert.Equal((JobState.Completed, 3), (job.Job.State, job.Job.Charged));
    }

    [Fact]
    public async Task A_custom_delay_is_asked_with_the_error_and_may_stop_the_retries()
    {
        var attempts = 0;
        await using var engine = TestEngine.Create(
            (_, _, _) =>
            {
                attempts++;
                throw new IsaaException("busy", "Come again.");
            },
            services: services => services.AddRetryDelay<TwiceThenStop>());

        var job = await engine.RunAsync(new EnqueueOptions { Retry = new RetryPolicy { MaxAttempts = 9, Delay = TimeSpan.FromDays(1), Custom = "twice" } });

        Assert.Equal((JobState.Failed, 3, 3), (job.Job.State, job.Job.Charged, attempts));
    }

    [Fact]
    public async Task A_custom_delay_that_breaks_leaves_the_plain_pause()
    {
        await using var engine = TestEngine.Create((_, _, _) => throw new IsaaException("busy", "Come again."), services: services => services.AddRetryDelay<Broken>());

        var job = await engine.RunAsync(new EnqueueOptions { Retry = new RetryPolicy { MaxAttempts = 2, Delay = TimeSpan.Zero, Custom = "broken" } });

        Assert.Equal((JobState.Failed, 2), (job.Job.State, job.Job.Charged));
    }

    [Fact]
    public async Task A_custom_delay_that_is_not_registered_is_refused_when_the_job_is_added()
    {
        await using var engine = TestEngine.Create((_, _, _) => throw new InvalidOperationException());
        var options = new EnqueueOptions { Retry = new RetryPolicy { MaxAttempts = 2, Custom = "nowhere" } };

        var error = await Assert.ThrowsAsync<IsaaException>(() => engine.Queue.EnqueueAsync(new TestEngine.Call(), options, Cancellation));

        Assert.Equal("job_invalid", error.Code);
        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arguments_longer_than_the_option_allows_are_refused()
    {
        await using var engine = TestEngine.Create(
            (_, _, _) => throw new InvalidOperationException(), services: services => services.AddSingleton(new JobOptions { MaxArgumentsBytes = 40 }));

        await engine.Queue.EnqueueAsync(new TestEngine.Call { Text = new string('x', 10) }, cancellationToken: Cancellation);
        var error = await Assert.ThrowsAsync<IsaaException>(
            () => engine.Queue.EnqueueAsync(new TestEngine.Call { Text = new string('x', 40) }, cancellationToken: Cancellation));

        Assert.Equal("arguments_too_large", error.Code);
    }

    [Fact]
    public async Task A_handler_that_ignores_its_time_limit_loses_its_slot_after_the_grace()
    {
        var time = new ManualTime();
        var started = new TaskCompletionSource();
        var never = new TaskCompletionSource<JobOutcome>();
        await using var engine = TestEngine.Create(
            (call, _, _) =>
            {
                if (call.Text == "")
                {
                    return Task.FromResult<JobOutcome>(new JobOutcome.Completed());
                }

                started.SetResult();
                return never.Task;
            },
            time);
        var deaf = await engine.Queue.EnqueueAsync(
            new TestEngine.Call { Text = "deaf" }, new EnqueueOptions { AttemptTimeout = TimeSpan.FromSeconds(5) }, Cancellation);
        engine.StartWorker(new WorkerOptions { Concurrency = 1, CancelGrace = TimeSpan.Zero, StopLimit = TimeSpan.Zero });
        await started.Task;

        time.Advance(TimeSpan.FromSeconds(6));
        var ended = await engine.Queue.WaitAsync(deaf, Cancellation);
        var next = await engine.RunAsync();

        Assert.Equal((JobState.Failed, "attempt_timeout"), (ended!.Job.State, ended.Job.Error!.Code));
        Assert.Equal(JobState.Completed, next.Job.State);
        never.SetResult(new JobOutcome.Completed());
        Assert.Equal(JobState.Failed, (await engine.Queue.FindAsync(deaf, Cancellation))!.Job.State);
    }

    private sealed class TwiceThenStop : IRetryDelay
    {
        public string Name => "twice";

        public TimeSpan? After(Job job, JobError error, int charged) => error.Code == "busy" && charged <= 2 ? TimeSpan.Zero : null;
    }

    private sealed class Broken : IRetryDelay
    {
        public string Name => "broken";

        public TimeSpan? After(Job job, JobError error, int charged) => throw new InvalidOperationException("no");
    }
}
