using Isaa.Jobs;
using Isaa.Jobs.Working;
using Isaa.Jobs.Figures;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance.Operating;

public abstract class FigureConformance : JobStoreConformance
{
    [Fact]
    public async Task A_queue_says_since_when_its_next_waits_and_how_long_others_waited_and_ran()
    {
        var start = Time.GetUtcNow();
        await AddAsync(New() with { Queue = "q" });
        Time.Advance(TimeSpan.FromSeconds(4));
        var worker = await BeatAsync();
        var claimed = await ClaimOneAsync(worker);
        Time.Advance(TimeSpan.FromSeconds(3));
        await SettleAsync(new Settlement.Fail { Lease = claimed.Lease, Error = Error() });
        await AddAsync(New() with { Queue = "q" });
        await AddAsync(New("other.kind") with { Queue = "q", RunAt = start });
        await AddAsync(New() with { Queue = "later", RunAt = start + TimeSpan.FromDays(1) });

        var figures = Assert.Single(await Fixture.Figures.ReadAsync(Token));

        Assert.Equal(
            new QueueFigures
            {
                Tenant = "default",
                Queue = "q",
                OldestReadyAt = start + TimeSpan.FromSeconds(7),
                Ended = 1,
                Failed = 1,
                Wait = new Spread(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4)),
                Run = new Spread(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3)),
            },
            figures);
    }

    [Fact]
    public async Task Cancelled_jobs_count_as_ended_and_not_as_run()
    {
        await Store.CancelAsync([await AddAsync()], "no", Token);

        var figures = Assert.Single(await Fixture.Figures.ReadAsync(Token));

        Assert.Equal((1, 0, null, null), (figures.Ended, figures.Failed, figures.Wait, figures.Run));
        Assert.Null(figures.OldestReadyAt);
    }

    [Fact]
    public async Task Ready_jobs_are_unserved_until_a_living_worker_has_their_kind_serves_their_queue_and_declares_what_they_require()
    {
        await AddAsync(New("a.kind") with { Queue = "q" });
        await AddAsync(New("a.kind") with { Queue = "q" });
        await AddAsync(New("b.kind") with { Queue = "q", Requires = ["gpu"] });
        await AddAsync(New("c.kind") with { RunAt = Time.GetUtcNow() + TimeSpan.FromDays(1) });
        await BeatOnceAsync(NewWorker(), lease: TimeSpan.FromDays(1));
        Assert.Equal([("a.kind", 2, ""), ("b.kind", 1, "gpu")], await ReadAsync());

        await BeatAsync("other", ["a.kind", "b.kind"], []);
        Assert.Equal([("a.kind", 2, ""), ("b.kind", 1, "gpu")], await ReadAsync());

        await BeatAsync("q", ["a.kind", "b.kind"], []);
        Assert.Equal([("b.kind", 1, "gpu")], await ReadAsync());

        var last = await BeatAsync("q", ["b.kind"], ["gpu", "more"]);
        Assert.Empty(await ReadAsync());
        await Store.RetireAsync(last, Token);
        Assert.Equal([("b.kind", 1, "gpu")], await ReadAsync());
        Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal([("a.kind", 2, ""), ("b.kind", 1, "gpu")], await ReadAsync());
    }

    [Fact]
    public async Task A_worker_that_takes_only_what_is_reserved_for_it_serves_nothing_else()
    {
        await AddAsync(New("a.kind") with { Queue = "q", Requires = ["gpu"] });
        await AddAsync(New("a.kind") with { Queue = "q" });

        await BeatOnceAsync(NewWorker(), new WorkerReach { Kinds = ["a.kind"], Capabilities = ["gpu"], Reserved = ["gpu"] });

        Assert.Equal([("a.kind", 1, "")], await ReadAsync());
    }

    [Fact]
    public async Task Workers_are_listed_with_what_they_said_and_what_they_hold_until_they_end()
    {
        var job = await AddAsync();
        var alone = NewWorker();
        await BeatOnceAsync(alone, reach: null);
        Time.Advance(TimeSpan.FromSeconds(1));
        var reach = new WorkerReach { Name = "gpu-1", Slots = 4, Kinds = ["test.work"], Capabilities = ["gpu"] };
        var worker = NewWorker();
        await BeatOnceAsync(worker, reach);
        await ClaimOneAsync(worker);

        var listed = await Fixture.Figures.ReadWorkersAsync(Token);
        Assert.Equal([alone, worker], listed.Select(w => w.Id));
        Assert.Null(listed[0].Reach);
        Assert.Empty(listed[0].Jobs);
        Assert.Equal(("gpu-1", 4), (listed[1].Reach!.Name, listed[1].Reach!.Slots));
        Assert.Equal([job], listed[1].Jobs);
        Assert.Equal(listed[1].StartedAt + TimeSpan.FromSeconds(30), listed[1].LeaseUntil);

        await Store.RetireAsync(worker, Token);
        Assert.Equal([alone], (await Fixture.Figures.ReadWorkersAsync(Token)).Select(w => w.Id));
    }

    private Task<bool> BeatOnceAsync(WorkerId worker, WorkerReach? reach) => Store.HeartbeatAsync(
        new WorkerHeartbeat { Worker = worker, Host = "h", ProcessId = 7, LeaseTime = TimeSpan.FromSeconds(30), Reach = reach }, Token);

    private async Task<IEnumerable<(string, int, string)>> ReadAsync() =>
        (await Fixture.Figures.ReadUnservedAsync(Time.GetUtcNow(), Token)).Select(u => (u.Kind, (int)u.Count, string.Join(',', u.Requires)));

    private async Task<WorkerId> BeatAsync(string queue, IReadOnlyList<string> kinds, IReadOnlyList<string> capabilities)
    {
        var worker = NewWorker();
        var reach = new WorkerReach { Kinds = kinds, Queues = [queue], Capabilities = capabilities };
        var beat = new WorkerHeartbeat { Worker = worker, Host = "here", ProcessId = 1, LeaseTime = TimeSpan.FromSeconds(30), Reach = reach };
        Assert.True(await Store.HeartbeatAsync(beat, Token));
        Assert.True(await Store.HeartbeatAsync(beat, Token));
        return worker;
    }
}
