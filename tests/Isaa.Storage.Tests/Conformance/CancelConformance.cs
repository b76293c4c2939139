using Isaa.Jobs;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance;

public abstract class CancelConformance : JobStoreConformance
{
    [Fact]
    public async Task A_job_that_no_worker_holds_ends_at_once()
    {
        var ready = await AddAsync();
        var delayed = await AddAsync(New() with { RunAt = Time.GetUtcNow() + TimeSpan.FromHours(1) });

        Assert.Equal([JobState.Cancelled, JobState.Cancelled], await Store.CancelAsync([ready, delayed], "not needed", Token));

        foreach (var id in (JobId[])[ready, delayed])
        {
            var job = await GetAsync(id);
            Assert.Equal((JobState.Cancelled, "not needed", Time.GetUtcNow()), (job.State, job.CancelReason, job.FinishedAt));
            var last = (await EventsOfAsync(id))[^1];
            Assert.Equal("job.cancelled", last.Type);
            Assert.Equal("""{"reason":"not needed"}""", Text(last.Body));
        }

        Assert.Empty(await ClaimAsync(await BeatAsync()));
        Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(0, (await Store.PromoteDueAsync(Token)).Promoted);
    }

    [Fact]
    public async Task A_held_job_stays_active_and_its_worker_is_told()
    {
        var id = await AddAsync();
        var worker = await BeatAsync();
        await ClaimOneAsync(worker);
        var waiting = Store.WaitAsync(StoreTopic.Cancels, Store.Version(StoreTopic.Cancels), TimeSpan.FromDays(1), Token);

        Assert.Equal([JobState.Active], await Store.CancelAsync([id], "stop it", Token));

        await waiting;
        Assert.Equal([new CancelRequest(id, "stop it")], await Store.ReadCancelRequestsAsync(worker, Token));
        Assert.Empty(await Store.ReadCancelRequestsAsync(await BeatAsync(), Token));
        Assert.Equal("job.cancel_requested", (await EventTypesOfAsync(id)).Last());
    }

    [Fact]
    public async Task Asking_twice_keeps_the_first_reason_and_one_event()
    {
        var id = await AddAsync();
        var worker = await BeatAsync();
        await ClaimOneAsync(worker);

        await Store.CancelAsync([id], "first", Token);
        await Store.CancelAsync([id], "second", Token);

        Assert.Equal("first", Assert.Single(await Store.ReadCancelRequestsAsync(worker, Token)).Reason);
        Assert.Single(await EventTypesOfAsync(id), t => t == "job.cancel_requested");
    }

    [Fact]
    public async Task An_ended_job_keeps_its_state_and_an_unknown_one_has_none()
    {
        var id = await AddAsync();
        await SettleAsync(new Settlement.Complete { Lease = (await ClaimOneAsync()).Lease });
        var events = (await EventsOfAsync(id)).Count;

        Assert.Equal([JobState.Completed, null], await Store.CancelAsync([id, New().Id], "late", Token));

        Assert.Null((await GetAsync(id)).CancelReason);
        Assert.Equal(events, (await EventsOfAsync(id)).Count);
    }

    [Fact]
    public async Task A_handler_that_completes_all_the_same_has_completed()
    {
        var id = await AddAsync();
        var lease = (await ClaimOneAsync()).Lease;
        await Store.CancelAsync([id], "too late", Token);

        Assert.True(await SettleAsync(new Settlement.Complete { Lease = lease }));

        Assert.Equal(JobState.Completed, (await GetAsync(id)).State);
    }
}
