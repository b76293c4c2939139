using Isaa.Jobs.Events;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance;

public abstract class EventsConformance : JobStoreConformance
{
    [Fact]
    public async Task The_log_reads_on_from_any_place_without_gap_or_repeat()
    {
        await Store.EnqueueAsync([.. Enumerable.Range(0, 25).Select(_ => New())], Token);
        var all = await Store.ReadEventsAsync(new EventQuery(), Token);

        var read = new List<JobEvent>();
        var after = EventCursor.Start;
        while (await Store.ReadEventsAsync(new EventQuery { After = after, Limit = 7 }, Token) is { Count: > 0 } page)
        {
            read.AddRange(page);
            after = page[^1].Cursor;
        }

        Assert.Equal(25, all.Count);
        Assert.Equal(all.Select(e => e.Cursor), read.Select(e => e.Cursor));
        Assert.Equal(read.Select(e => e.Cursor).Order(), read.Select(e => e.Cursor));
        Assert.Equal(after, await Store.ReadLastCursorAsync(Token));
    }

    [Fact]
    public async Task An_empty_log_is_at_its_start()
    {
        Assert.Equal(EventCursor.Start, await Store.ReadLastCursorAsync(Token));
        Assert.Empty(await Store.ReadEventsAsync(new EventQuery(), Token));
    }

    [Fact]
    public async Task One_jobs_events_read_on_from_a_place_too()
    {
        var id = await AddAsync();
        await AddAsync();
        var worker = await BeatAsync();
        var lease = (await ClaimOneAsync(worker)).Lease;
        var seen = (await EventsOfAsync(id))[^1].Cursor;
        await Store.CommitAsync(new JobCommit { Lease = lease, Events = [new NewJobEvent("test.one"), new NewJobEvent("test.two")] }, Token);

        var more = await Store.ReadEventsAsync(new EventQuery { Job = id, After = seen }, Token);

        Assert.Equal(["test.one", "test.two"], more.Select(e => e.Type));
        Assert.All(more, e => Assert.Equal((id, Time.GetUtcNow()), (e.Job, e.At)));
    }

    [Fact]
    public async Task A_tenant_sees_its_own_events_only()
    {
        await AddAsync();
        var mine = await AddAsync(New() with { Tenant = "mine" });

        Assert.Equal(mine, Assert.Single(await Store.ReadEventsAsync(new EventQuery { Tenant = "mine" }, Token)).Job);
        Assert.Empty(await Store.ReadEventsAsync(new EventQuery { Tenant = "default", Job = mine }, Token));
    }

    [Fact]
    public async Task Writing_wakes_who_waits_for_events()
    {
        var id = await AddAsync();
        var lease = (await ClaimOneAsync()).Lease;
        var waiting = Store.WaitAsync(StoreTopic.Events, Store.Version(StoreTopic.Events), TimeSpan.FromDays(1), Token);

        await Store.CommitAsync(new JobCommit { Lease = lease, Events = [new NewJobEvent("test.one")] }, Token);

        await waiting;
        Assert.Equal("test.one", (await EventsOfAsync(id))[^1].Type);
    }

    [Fact]
    public async Task Waiting_ends_with_its_time()
    {
        var waiting = Store.WaitAsync(StoreTopic.Events, Store.Version(StoreTopic.Events), TimeSpan.FromSeconds(5), Token);
        Assert.False(waiting.IsCompleted);

        Time.Advance(TimeSpan.FromSeconds(5));

        await waiting;
    }

    [Fact]
    public async Task Waiting_ends_when_it_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var waiting = Store.WaitAsync(StoreTopic.Events, Store.Version(StoreTopic.Events), TimeSpan.FromDays(1), cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Notifying_wakes_too()
    {
        var waiting = Store.WaitAsync(StoreTopic.Work, Store.Version(StoreTopic.Work), TimeSpan.FromDays(1), Token);

        Store.Notify(StoreTopic.Work);

        await waiting;
    }
}
