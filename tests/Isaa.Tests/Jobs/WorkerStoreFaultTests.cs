using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Tests.Support;

namespace Isaa.Tests.Jobs;

/// <summary>What becomes of an attempt that meets a store which is busy, full or away.</summary>
public sealed class WorkerStoreFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("store_busy")]
    [InlineData("store_full")]
    [InlineData("store_unavailable")]
    public async Task An_attempt_that_could_not_go_on_because_of_the_store_is_made_again_and_not_charged(string code)
    {
        var time = new ManualTime();
        await using var engine = TestEngine.Create(
            (_, context, _) => context.Job.Started == 1
                ? throw new IsaaException(code, "The store is away.")
                : Task.FromResult<JobOutcome>(new JobOutcome.Completed()),
            time);
        var id = await engine.Queue.EnqueueAsync(new TestEngine.Call(), cancellationToken: Cancellation);
        engine.StartWorker();
        await SeenAsync(engine, id, "job.snoozed");

        time.Advance(TimeSpan.FromSeconds(6));
        var job = await engine.Queue.WaitAsync(id, Cancellation);

        Assert.Equal((JobState.Completed, 0, 2), (job!.Job.State, job.Job.Charged, job.Job.Started));
    }

    [Fact]
    public async Task An_error_of_the_store_that_does_not_pass_is_a_failure()
    {
        await using var engine = TestEngine.Create((_, _, _) => throw new IsaaException("store_corrupt", "The store is damaged."));

        var job = await engine.RunAsync();

        Assert.Equal((JobState.Failed, "store_corrupt"), (job.Job.State, job.Job.Error!.Code));
    }

    private static async Task SeenAsync(TestEngine engine, JobId job, string type)
    {
        await foreach (var entry in engine.Get<EventFeed>().WatchJobAsync(job, cancellationToken: Cancellation))
        {
            if (entry.Type == type)
            {
                return;
            }
        }

        Assert.Fail($"{job} ended without {type}");
    }
}
