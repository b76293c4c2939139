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
}
