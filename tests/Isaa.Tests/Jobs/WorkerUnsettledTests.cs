using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Logs;
using Isaa.Jobs.Store;
using Isaa.Jobs.Waits;
using Isaa.Jobs.Working;
using Isaa.Jobs.Working.Ending;
using Isaa.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Isaa.Tests.Jobs;

/// <summary>What becomes of an attempt whose end the store does not take: it does not stay active for as long as its worker lives.</summary>
public sealed class WorkerUnsettledTests
{
    private static readonly WorkerOptions NoPatience = new() { LeaseTime = TimeSpan.Zero };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string?, string> Refusals => new() { { "session_unknown", "session_unknown" }, { null, "internal_error" } };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task An_attempt_whose_other_changes_are_refused_fails_without_them(string? code, string kept)
    {
        await using var engine = TestEngine.Create((_, _, _) => Task.FromResult<JobOutcome>(new JobOutcome.Completed { Events = [new NewJobEvent("test.said")] }));
        engine.StartWorker(store: FaultyStore.Create(engine.Store, (method, args) => Settlement(method, args) is { Events.Count: > 0 } ? Error(code) : null));

        var job = await engine.RunAsync();

        Assert.Equal((JobState.Failed, kept, 1), (job.Job.State, job.Job.Error!.Code, job.Job.Charged));
        Assert.DoesNotContain(await engine.Store.ReadEventsAsync(new EventQuery { Job = job.Job.Id }, Cancellation), e => e.Type == "test.said");
    }

    [Fact]
    public async Task An_attempt_whose_other_changes_are_refused_is_made_again_when_its_policy_says_so()
    {
        await using var engine = TestEngine.Create((_, context, _) => Task.FromResult<JobOutcome>(
            new JobOutcome.Completed { Events = context.Job.Started == 1 ? [new NewJobEvent("test.said")] : [] }));
        engine.StartWorker(store: FaultyStore.Create(engine.Store, (method, args) => Settlement(method, args) is { Events.Count: > 0 } ? Error("no_such") : null));

        var job = await engine.RunAsync(new EnqueueOptions { Retry = new RetryPolicy { MaxAttempts = 2, Delay = TimeSpan.Zero } });

        Assert.Equal((JobState.Completed, 2, 1), (job.Job.State, job.Job.Started, job.Job.Charged));
    }

    [Fact]
    public async Task A_handler_that_says_it_waits_and_names_nothing_has_broken()
    {
        await using var engine = TestEngine.Create((_, context, _) => throw new JobSuspendedException(context.Id, "nothing"));

        var job = await engine.RunAsync();

        Assert.Equal((JobState.Failed, "internal_error"), (job.Job.State, job.Job.Error!.Code));
    }

    [Fact]
    public async Task Progress_that_cannot_be_written_on_the_way_comes_with_the_end()
    {
        var tried = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var engine = TestEngine.Create(async (_, context, _) =>
        {
            context.ReportProgress("7"u8.ToArray());
            await tried.Task;
            return new JobOutcome.Completed();
        });
        var store = FaultyStore.Create(engine.Store, (method, _) =>
        {
            if (method != nameof(IJobStore.CommitAsync))
            {
                return null;
            }

            tried.TrySetResult();
            return new InvalidOperationException("It broke.");
        });
        engine.StartWorker(new WorkerOptions { Logs = new JobLogOptions { WriteInterval = TimeSpan.FromMilliseconds(1) } }, store);

        var job = await engine.RunAsync();

        Assert.Equal(JobState.Completed, job.Job.State);
        Assert.Equal("7"u8.ToArray(), job.Progress!.Value.ToArray());
    }

    [Fact]
    public async Task What_has_happened_is_written_as_soon_as_the_store_takes_it_however_long_that_is()
    {
        await using var engine = TestEngine.Create((_, _, _) => throw new InvalidOperationException());
        var tries = 0;
        var store = FaultyStore.Create(engine.Store, (method, _) => method == nameof(IJobStore.SettleAsync) && ++tries < 4 ? Error("store_busy") : null);
        var (claimed, lease) = await ClaimAsync(engine, store);
        using (lease)
        {
            Assert.True(await End(engine, store, claimed, lease).WriteAsync(new Settlement.Complete { Lease = claimed.Lease, Events = [new NewJobEvent("test.said")] }));
        }

        Assert.Equal(JobState.Completed, (await engine.Queue.FindAsync(claimed.Job.Id, Cancellation))!.Job.State);
        Assert.Contains(await engine.Store.ReadEventsAsync(new EventQuery { Job = claimed.Job.Id }, Cancellation), e => e.Type == "test.said");
    }

    [Fact]
    public async Task It_is_not_tried_any_longer_than_the_lease_holds()
    {
        await using var engine = TestEngine.Create((_, _, _) => throw new InvalidOperationException());
        Func<Task> lose = () => Task.CompletedTask;
        Task? losing = null;
        var tries = 0;
        var store = FaultyStore.Create(engine.Store, (method, _) =>
        {
            if (method != nameof(IJobStore.SettleAsync))
            {
                return null;
            }

            if (++tries == 3)
            {
                losing = lose();
            }

            return Error("store_full");
        });
        var (claimed, lease) = await ClaimAsync(engine, store);
        using (lease)
        {
            lose = lease.LoseAsync;

            Assert.False(await End(engine, store, claimed, lease).WriteAsync(new Settlement.Complete { Lease = claimed.Lease }));
        }

        await losing!;
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task A_worker_whose_job_can_be_given_no_end_at_all_gives_its_lease_up()
    {
        await using var engine = TestEngine.Create((_, _, _) => throw new InvalidOperationException());
        var store = FaultyStore.Create(engine.Store, (method, _) => method == nameof(IJobStore.SettleAsync) ? new InvalidOperationException("It broke.") : null);
        var (claimed, lease) = await ClaimAsync(engine, store);
        using (lease)
        {
            Assert.False(await End(engine, store, claimed, lease).WriteAsync(new Settlement.Complete { Lease = claimed.Lease }));

            Assert.True(lease.Lost.IsCancellationRequested);
        }
    }

    private static Settlement? Settlement(string method, object?[] args) => method == nameof(IJobStore.SettleAsync) ? ((IReadOnlyList<Settlement>)args[0]!)[0] : null;

    private static Exception Error(string? code) => code is null ? new InvalidOperationException("It broke.") : new IsaaException(code, "It is refused.");

    private static async Task<(ClaimedJob Claimed, WorkerLease Lease)> ClaimAsync(TestEngine engine, IJobStore store)
    {
        await engine.Queue.EnqueueAsync(new TestEngine.Call(), cancellationToken: Cancellation);
        var lease = new WorkerLease(store, new WorkerId(engine.Get<IdSource>().Next()), ["test.call"], new WorkerOptions(), engine.Time, NullLogger.Instance);
        await lease.BeginAsync();
        var claimed = await store.ClaimAsync(new ClaimRequest { Worker = lease.Worker, Limit = 1, Kinds = ["test.call"] }, Cancellation);
        return (Assert.Single(claimed.Jobs), lease);
    }

    private static AttemptEnd End(TestEngine engine, IJobStore store, ClaimedJob claimed, WorkerLease lease) => new(
        new WorkerPorts
        {
            Store = store,
            Kinds = engine.Get<JobKindCatalog>(),
            Options = NoPatience,
            Ids = engine.Get<IdSource>(),
            Time = engine.Time,
            Logger = NullLogger.Instance,
        },
        claimed,
        lease);
}
