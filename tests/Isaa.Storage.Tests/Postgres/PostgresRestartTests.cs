using System.Collections.Concurrent;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Postgres;
using Isaa.Storage.Postgres.Jobs;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres;

/// <summary>The server goes away under load and comes back.</summary>
public sealed class PostgresRestartTests : IAsyncLifetime
{
    private static readonly IdSource Ids = new(TimeProvider.System);
    private readonly PostgresCluster _cluster = new(isDurable: true);
    private PostgresStore _store = null!;
    private PostgresJobStore _jobs = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        var options = new PostgresStoreOptions { ConnectionString = _cluster.NewAddress(), Patience = TimeSpan.FromMinutes(10) };
        _store = new PostgresStore(options, TimeProvider.System, Ids);
        _jobs = new PostgresJobStore(_store);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _jobs.Dispose();
        await _store.DisposeAsync();
        _cluster.Dispose();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("QUIT")]
    public async Task Nothing_is_lost_and_nothing_is_done_twice(string signal)
    {
        const int Jobs = 1000;
        var (added, done) = (new ConcurrentQueue<JobId>(), new ConcurrentQueue<JobId>());
        var worker = new WorkerId(Ids.Next());
        await _jobs.HeartbeatAsync(new WorkerHeartbeat { Worker = worker, Host = "here", ProcessId = 1, LeaseTime = TimeSpan.FromDays(1) }, Token);
        var adding = Task.WhenAll(Enumerable.Range(0, 10).Select(_ => AddAsync(Jobs / 10, added)));
        var working = WorkAsync(worker, Jobs, done);

        for (var restart = 0; restart < 2; restart++)
        {
            var before = done.Count;
            while (done.Count < before + 100 && !working.IsCompleted)
            {
                await Task.Yield();
            }

            _cluster.Stop(signal);
            _cluster.Start();
        }

        await adding;
        await working;
        Assert.Equal(Jobs, added.Distinct().Count());
        Assert.Equal(added.OrderBy(j => j.Value), done.OrderBy(j => j.Value));
        Assert.Equal(new Dictionary<JobState, long> { [JobState.Completed] = Jobs }, (await _jobs.CountAsync(null, Token)).Where(c => c.Value != 0).ToDictionary());
    }

    [Fact]
    public async Task A_server_that_stays_away_is_told_to_the_caller_and_forgiven_when_it_is_back()
    {
        var options = new PostgresStoreOptions { ConnectionString = _cluster.NewAddress(), Patience = TimeSpan.Zero };
        await using var store = new PostgresStore(options, TimeProvider.System, Ids);
        using var jobs = new PostgresJobStore(store);
        await jobs.EnqueueAsync([NewJob()], Token);
        _cluster.Stop("INT");

        Assert.Equal("store_unavailable", (await Assert.ThrowsAsync<IsaaException>(() => jobs.EnqueueAsync([NewJob()], Token))).Code);
        Assert.Equal("store_unavailable", (await Assert.ThrowsAsync<IsaaException>(() => jobs.CountAsync(null, Token))).Code);

        _cluster.Start();
        await jobs.EnqueueAsync([NewJob()], Token);
        Assert.Equal(2, (await jobs.CountAsync(null, Token)).Values.Sum());
    }

    [Fact]
    public async Task After_an_absence_workers_have_time_to_show_that_they_live()
    {
        var worker = new WorkerId(Ids.Next());
        await _jobs.EnqueueAsync([NewJob()], Token);
        await _jobs.HeartbeatAsync(new WorkerHeartbeat { Worker = worker, Host = "here", ProcessId = 1, LeaseTime = TimeSpan.Zero }, Token);
        var held = Assert.Single((await _jobs.ClaimAsync(new ClaimRequest { Worker = worker, Limit = 1, Kinds = ["test.work"] }, Token)).Jobs);
        _cluster.Stop("INT");
        var waiting = _jobs.EnqueueAsync([NewJob()], Token);
        while (!_store.WasAwayWithin(TimeSpan.FromHours(1)))
        {
            await Task.Yield();
        }

        _cluster.Start();
        await waiting;

        Assert.Equal(0, (await _jobs.RescueAsync(3, Token)).Rescued);
        Assert.Equal(JobState.Active, (await _jobs.FindAsync(held.Job.Id, Token))!.Job.State);
    }

    private static NewJob NewJob() => new() { Id = new JobId(Ids.Next()), Kind = "test.work", Arguments = new byte[] { (byte)'1' } };

    private async Task AddAsync(int count, ConcurrentQueue<JobId> added)
    {
        for (var i = 0; i < count; i++)
        {
            var job = NewJob();
            var result = Assert.Single(await _jobs.EnqueueAsync([job], Token));
            Assert.Equal(Isaa.Jobs.Adding.EnqueueStatus.Added, result.Status);
            added.Enqueue(job.Id);
        }
    }

    private async Task WorkAsync(WorkerId worker, int count, ConcurrentQueue<JobId> done)
    {
        while (done.Count < count)
        {
            var version = _jobs.Version(StoreTopic.Work);
            var claimed = (await _jobs.ClaimAsync(new ClaimRequest { Worker = worker, Limit = 20, Kinds = ["test.work"] }, Token)).Jobs;
            foreach (var job in claimed)
            {
                Assert.Equal(1, job.Job.Started);
                Assert.True(Assert.Single(await _jobs.SettleAsync([new Settlement.Complete { Lease = job.Lease }], Token)));
                done.Enqueue(job.Job.Id);
            }

            if (claimed.Count == 0)
            {
                await _jobs.WaitAsync(StoreTopic.Work, version, TimeSpan.FromMilliseconds(100), Token);
            }
        }
    }
}
