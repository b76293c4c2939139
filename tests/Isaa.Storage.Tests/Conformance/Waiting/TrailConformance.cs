using Isaa.Jobs;
using Isaa.Jobs.Logs;
using Isaa.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Isaa.Storage.Tests.Conformance.Waiting;

/// <summary>Progress and logs.</summary>
public abstract class TrailConformance : JobStoreConformance
{
    [Fact]
    public async Task Progress_is_kept_with_the_job_and_told_as_an_event()
    {
        var id = await AddAsync();
        var claimed = await ClaimOneAsync();
        Assert.Null((await Store.FindAsync(id, Token))!.Progress);

        var told = Store.WaitAsync(StoreTopic.Events, Store.Version(StoreTopic.Events), TimeSpan.FromDays(1), Token);
        await Store.CommitAsync(new JobCommit { Lease = claimed.Lease, Trail = Progress("0.5") }, Token);
        await told;
        Time.Advance(TimeSpan.FromSeconds(1));
        await SettleAsync(new Settlement.Complete { Lease = claimed.Lease, Trail = Progress("{\"done\":3}") });

        var progress = (await Store.FindAsync(id, Token))!.Progress!;
        Assert.Equal((Time.GetUtcNow(), "{\"done\":3}"), (progress.At, Text(progress.Value)));
        var events = await EventsOfAsync(id);
        Assert.Equal(["job.added", "job.active", "job.progress", "job.progress", "job.completed"], events.Select(e => e.Type));
        Assert.Equal("{\"value\":0.5}", Text(events[2].Body));
    }

    [Fact]
    public async Task Lines_are_numbered_through_all_attempts_and_read_page_by_page()
    {
        var id = await AddAsync();
        var worker = await BeatAsync();
        var claimed = await ClaimOneAsync(worker);
        await Store.CommitAsync(new JobCommit { Lease = claimed.Lease, Trail = Lines(10, "one", "two") }, Token);
        await SettleAsync(new Settlement.Release { Lease = claimed.Lease, Reason = "again", Trail = Lines(10, "three") });
        await SettleAsync(new Settlement.Complete { Lease = (await ClaimOneAsync(worker)).Lease, Trail = Lines(10, "four") });

        Assert.Equal([(1L, "one"), (2L, "two"), (3L, "three"), (4L, "four")], (await ReadAsync(id)).Select(l => (l.Number, l.Text)));
        Assert.Equal(["two", "three"], (await ReadAsync(id, after: 1, limit: 2)).Select(l => l.Text));
    }

    [Fact]
    public async Task Only_the_newest_lines_are_kept()
    {
        var id = await AddAsync();
        var claimed = await ClaimOneAsync();

        await Store.CommitAsync(new JobCommit { Lease = claimed.Lease, Trail = Lines(3, "1", "2") }, Token);
        await Store.CommitAsync(new JobCommit { Lease = claimed.Lease, Trail = Lines(3, "3", "4", "5") }, Token);

        Assert.Equal([(3L, "3"), (4L, "4"), (5L, "5")], (await ReadAsync(id)).Select(l => (l.Number, l.Text)));
    }

    [Fact]
    public async Task Lines_can_be_read_by_how_grave_they_are()
    {
        var id = await AddAsync();
        var claimed = await ClaimOneAsync();
        var lines = new[] { LogLevel.Debug, LogLevel.Error, LogLevel.Information }.Select(level => Line($"{level}") with { Level = level });
        await Store.CommitAsync(new JobCommit { Lease = claimed.Lease, Trail = new JobTrail { Lines = [.. lines] } }, Token);

        var read = await Store.ReadLogAsync(new JobLogQuery { Job = id, Level = LogLevel.Information }, Token);

        Assert.Equal(["Error", "Information"], read.Select(l => l.Text));
        Assert.Equal((LogLevel.Error, "test", Time.GetUtcNow()), (read[0].Level, read[0].Category, read[0].At));
    }

    [Fact]
    public async Task A_zombie_leaves_no_trail()
    {
        var id = await AddAsync();
        var zombie = await ClaimOneAsync();
        Time.Advance(TimeSpan.FromSeconds(31));
        await Store.RescueAsync(3, Token);

        Assert.False(await Store.CommitAsync(new JobCommit { Lease = zombie.Lease, Trail = Lines(10, "x") with { Progress = Progress("1").Progress } }, Token));
        Assert.False(await SettleAsync(new Settlement.Complete { Lease = zombie.Lease, Trail = Lines(10, "x") }));

        Assert.Empty(await ReadAsync(id));
        Assert.Null((await Store.FindAsync(id, Token))!.Progress);
    }

    private JobTrail Progress(string json) => new() { Progress = new JobProgress { At = Time.GetUtcNow(), Value = Json(json) } };

    private JobTrail Lines(int keep, params string[] texts) => new() { Lines = [.. texts.Select(Line)], Keep = keep };

    private JobLogLine Line(string text) => new() { At = Time.GetUtcNow(), Level = LogLevel.Information, Category = "test", Text = text };

    private Task<IReadOnlyList<JobLogLine>> ReadAsync(JobId id, long after = 0, int limit = 500) =>
        Store.ReadLogAsync(new JobLogQuery { Job = id, After = after, Limit = limit }, Token);
}
