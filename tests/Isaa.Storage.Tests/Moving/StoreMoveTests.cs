using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Events;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Storage.Agents;
using Isaa.Storage.Moving;
using Isaa.Storage.Postgres;
using Isaa.Storage.Postgres.Jobs;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Moving;

public sealed class StoreMoveTests : IAsyncLifetime
{
    private static readonly IdSource Ids = new(TimeProvider.System);
    private readonly SqliteFixture _source = new();
    private readonly string _address = PostgresCluster.Shared.NewAddress();
    private readonly WorkerId _worker = new(Ids.Next());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _source.Jobs.HeartbeatAsync(
        new WorkerHeartbeat { Worker = _worker, Host = "here", ProcessId = 1, LeaseTime = TimeSpan.FromDays(1) }, Token);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    [Fact]
    public async Task Everything_is_there_afterwards_and_goes_on_where_it_stood()
    {
        var completed = await AddAsync("done");
        await SettleAsync(await ClaimAsync(completed), lease => new Settlement.Complete { Lease = lease, Result = "42"u8.ToArray() });
        var failed = await AddAsync("failed");
        await SettleAsync(await ClaimAsync(failed), lease => new Settlement.Fail { Lease = lease, Error = new JobError { Code = "no", Message = "No ünicode lost." } });
        var waiting = await AddAsync("waiting", runAt: TimeSpan.FromHours(1));
        var held = await ClaimAsync(await AddAsync("held"));
        await _source.Jobs.CommitAsync(new JobCommit
        {
            Lease = held.Lease,
            Steps = [new StepRecord { Key = new StepKey("a", 0, ""), Name = "one", InputHash = "x", Kind = StepKind.Repeatable, IsDone = true, At = _source.Time.GetUtcNow(), Result = "1"u8.ToArray() }],
            Snapshot = new JobSnapshot { StepsFolded = 1, State = "{}"u8.ToArray() },
            Events = [new NewJobEvent("test.own", "{}"u8.ToArray())],
        }, Token);
        var sessions = new SessionStore(_source.Store);
        await sessions.LineUpAsync("default", "talk", "self", held.Job.Id, Token);
        var before = await _source.Jobs.ReadEventsAsync(new EventQuery(), Token);

        var moved = await MoveAsync();

        Assert.Equal(4, moved.Single(t => t.Name == "isaa_jobs").Rows);
        await using var store = OpenTarget(out var jobs);
        foreach (var id in (JobId[])[completed, failed, waiting, held.Job.Id])
        {
            Assert.Equivalent(await _source.Jobs.FindAsync(id, Token), await jobs.FindAsync(id, Token), strict: true);
        }

        var after = await jobs.ReadEventsAsync(new EventQuery(), Token);
        Assert.Equal(before.Select(e => (e.Cursor, e.Job, e.Type)), after.Select(e => (e.Cursor, e.Job, e.Type)));
        Assert.Equal("one", Assert.Single(await jobs.ReadStepsAsync(held.Job.Id, 0, Token)).Name);
        Assert.NotNull(await new SessionStore(store).FindAsync("default", "talk", Token));
        Assert.Equal(await _source.Jobs.CountAsync(null, Token), await jobs.CountAsync(null, Token));
        await GoOnAsync(jobs, held.Lease, after[^1].Cursor);
    }

    [Fact]
    public async Task A_target_with_anything_in_it_is_refused()
    {
        await AddAsync("one");
        await MoveAsync();
        await AddAsync("two");

        Assert.Equal("store_not_empty", (await Assert.ThrowsAsync<IsaaException>(MoveAsync)).Code);

        await using var store = OpenTarget(out var jobs);
        Assert.Equal(1, (await jobs.CountAsync(null, Token)).Values.Sum());
    }

    [Fact]
    public async Task A_move_that_fails_on_the_way_leaves_nothing()
    {
        await AddAsync("good");
        await AddAsync("bad");
        await SpoilAsync("bad");

        Assert.Equal("text_invalid", (await Assert.ThrowsAsync<IsaaException>(MoveAsync)).Code);

        await using var store = OpenTarget(out var jobs);
        Assert.Empty(await jobs.CountAsync(null, Token));
    }

    [Fact]
    public async Task Characters_that_neither_store_keeps_do_not_stop_a_move()
    {
        var job = await AddAsync("odd \0 and \ud800 label");

        await MoveAsync();

        await using var store = OpenTarget(out var jobs);
        Assert.Equal("odd \ufffd and \ufffd label", (await jobs.FindAsync(job, Token))!.Job.Label);
    }

    [Fact]
    public async Task The_wrong_way_round_is_refused()
    {
        var file = StoreAddress.File(_source.Path);

        Assert.Equal("store_invalid", (await Assert.ThrowsAsync<IsaaException>(() => StoreMove.RunAsync(StoreAddress.Parse(_address), file, Token))).Code);
        Assert.Equal("store_invalid", (await Assert.ThrowsAsync<IsaaException>(
            () => StoreMove.RunAsync(StoreAddress.File(_source.Path + ".none"), StoreAddress.Parse(_address), Token))).Code);
    }

    private async Task GoOnAsync(PostgresJobStore jobs, Lease lease, EventCursor seen)
    {
        Assert.True(Assert.Single(await jobs.SettleAsync([new Settlement.Complete { Lease = lease }], Token)));
        var fresh = NewJob("fresh", null);
        Assert.Equal(EnqueueStatus.Added, Assert.Single(await jobs.EnqueueAsync([fresh], Token)).Status);
        var claimed = (await jobs.ClaimAsync(new ClaimRequest { Worker = _worker, Limit = 5, Kinds = ["test.work"] }, Token)).Jobs;
        Assert.Equal(fresh.Id, Assert.Single(claimed).Job.Id);
        var news = await jobs.ReadEventsAsync(new EventQuery { After = seen }, Token);
        Assert.Equal(["job.completed", "job.added", "job.active"], news.Select(e => e.Type));
    }

    // Another program wrote what Isaa never writes.
    private async Task SpoilAsync(string label)
    {
        await using var connection = _source.Connect();
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE isaa_jobs SET label = 'half' || char(0) || 'label' WHERE label = '{label}'";
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Token));
    }

    private Task<IReadOnlyList<MovedTable>> MoveAsync() => StoreMove.RunAsync(StoreAddress.File(_source.Path), StoreAddress.Parse(_address), Token);

    private PostgresStore OpenTarget(out PostgresJobStore jobs)
    {
        var store = new PostgresStore(new PostgresStoreOptions { ConnectionString = _address, UseServerClock = false }, _source.Time, Ids);
        jobs = new PostgresJobStore(store);
        return store;
    }

    private NewJob NewJob(string label, TimeSpan? runAt) => new()
    {
        Id = new JobId(Ids.Next()),
        Kind = "test.work",
        Arguments = "{}"u8.ToArray(),
        Label = label,
        RunAt = runAt is { } later ? _source.Time.GetUtcNow() + later : null,
    };

    private async Task<JobId> AddAsync(string label, TimeSpan? runAt = null)
    {
        var job = NewJob(label, runAt);
        await _source.Jobs.EnqueueAsync([job], Token);
        return job.Id;
    }

    private async Task<ClaimedJob> ClaimAsync(JobId job) => Assert.Single(
        (await _source.Jobs.ClaimAsync(new ClaimRequest { Worker = _worker, Limit = 1, Kinds = ["test.work"], Only = job }, Token)).Jobs);

    private async Task SettleAsync(ClaimedJob job, Func<Lease, Settlement> settle) =>
        Assert.True(Assert.Single(await _source.Jobs.SettleAsync([settle(job.Lease)], Token)));
}
