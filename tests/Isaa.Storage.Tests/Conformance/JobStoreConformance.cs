using System.Text;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Events;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Store;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Conformance;

/// <summary>What all suites share: a fresh store per test, and short ways to say what a test does.</summary>
public abstract class JobStoreConformance : IAsyncLifetime
{
    private static readonly IdSource Ids = new(TimeProvider.System);
    private protected StoreFixture Fixture { get; private set; } = null!;

    private protected IJobStore Store => Fixture.Jobs;

    private protected ISearchStore Search => Fixture.Search;

    private protected IQueueStore Queues => Fixture.Queues;

    private protected TestTime Time => Fixture.Time;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected abstract StoreFixture Create();

    public ValueTask InitializeAsync()
    {
        Fixture = Create();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await Fixture.Inspection.InspectAsync(CancellationToken.None));
        await Fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected static ReadOnlyMemory<byte> Json(string text) => Encoding.UTF8.GetBytes(text);

    private protected static string Text(ReadOnlyMemory<byte>? json) => Encoding.UTF8.GetString(json!.Value.Span);

    private protected static JobError Error(string code = "test_error") => new() { Code = code, Message = "It did not work." };

    private protected static NewJob New(string kind = "test.work") => new() { Id = new JobId(Ids.Next()), Kind = kind, Arguments = Json("{\"n\":1}") };

    private protected static WorkerId NewWorker() => new(Ids.Next());

    private protected async Task<JobId> AddAsync(NewJob? job = null)
    {
        job ??= New();
        Assert.Equal(new EnqueueResult(job.Id, EnqueueStatus.Added), Assert.Single(await Store.EnqueueAsync([job], Token)));
        return job.Id;
    }

    private protected async Task<WorkerId> BeatAsync(WorkerId? worker = null, IJobStore? store = null, TimeSpan? lease = null)
    {
        var id = worker ?? NewWorker();
        Assert.True(await BeatOnceAsync(id, store, lease));
        return id;
    }

    private protected Task<bool> BeatOnceAsync(WorkerId worker, IJobStore? store = null, TimeSpan? lease = null) => (store ?? Store).HeartbeatAsync(
        new WorkerHeartbeat { Worker = worker, Host = "here", ProcessId = 1, LeaseTime = lease ?? TimeSpan.FromSeconds(30) }, Token);

    private protected Task<IReadOnlyList<ClaimedJob>> ClaimAsync(WorkerId worker, int limit = 10, string kind = "test.work") =>
        TakeAsync(new ClaimRequest { Worker = worker, Limit = limit, Kinds = [kind] });

    private protected async Task<IReadOnlyList<ClaimedJob>> TakeAsync(ClaimRequest request, IJobStore? store = null) =>
        (await (store ?? Store).ClaimAsync(request, Token)).Jobs;

    private protected async Task<ClaimedJob> ClaimOneAsync(WorkerId? worker = null) => Assert.Single(await ClaimAsync(worker ?? await BeatAsync(), 1));

    private protected async Task<bool> SettleAsync(Settlement settlement) => Assert.Single(await Store.SettleAsync([settlement], Token));

    private protected async Task CompleteAsync(ClaimedJob claimed) => Assert.True(await SettleAsync(new Settlement.Complete { Lease = claimed.Lease }));

    private protected async Task<Job> GetAsync(JobId job) => (await Store.FindAsync(job, Token))!.Job;

    private protected async Task<IReadOnlyList<JobEvent>> EventsOfAsync(JobId job) => await Store.ReadEventsAsync(new EventQuery { Job = job }, Token);

    private protected async Task<IEnumerable<string>> EventTypesOfAsync(JobId job) => (await EventsOfAsync(job)).Select(e => e.Type);

    private protected async Task<ClaimedJob> ClaimOnlyAsync(WorkerId worker, JobId job) => Assert.Single(
        await TakeAsync(new ClaimRequest { Worker = worker, Limit = 1, Kinds = [(await GetAsync(job)).Kind], Only = job }));

    private protected async Task CompleteAsync(WorkerId worker, JobId job) =>
        Assert.True(await SettleAsync(new Settlement.Complete { Lease = (await ClaimOnlyAsync(worker, job)).Lease }));

    /// <summary>Ends a ready job so that it has not ended well: by failing, being cancelled, or losing too many workers.</summary>
    private protected async Task EndBadlyAsync(JobId job, string way)
    {
        switch (way)
        {
            case "cancel":
                await Store.CancelAsync([job], "not needed", Token);
                break;
            case "die":
                await ClaimOnlyAsync(await BeatAsync(), job);
                Time.Advance(TimeSpan.FromSeconds(31));
                await Store.RescueAsync(0, Token);
                break;
            default:
                Assert.True(await SettleAsync(new Settlement.Fail { Lease = (await ClaimOnlyAsync(await BeatAsync(), job)).Lease, Error = Error() }));
                break;
        }

        Assert.Equal(way switch { "cancel" => JobState.Cancelled, "die" => JobState.Dead, _ => JobState.Failed }, (await GetAsync(job)).State);
    }
}
