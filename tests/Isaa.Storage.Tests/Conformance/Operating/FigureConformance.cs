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
