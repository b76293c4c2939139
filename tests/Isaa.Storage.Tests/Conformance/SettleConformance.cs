using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance;

public abstract class SettleConformance : JobStoreConformance
{
    [Fact]
    public async Task A_completed_job_keeps_its_result()
    {
        var id = await AddAsync();
        var claimed = await ClaimOneAsync();
        Time.Advance(TimeSpan.FromSeconds(5));

        Assert.True(await SettleAsync(new Settlement.Complete { Lease = claimed.Lease, Result = Json("[1]") }));

        var detail = await Store.FindAsync(id, Token);
        Assert.Equal(JobState.Completed, detail!.Job.State);
        Assert.Equal("[1]", Text(detail.Result));
        Assert.Equal(Time.GetUtcNow(), detail.Job.FinishedAt);
        Assert.Equal(0, detail.Job.Charged);
        Assert.Equal(["job.added", "job.active", "job.completed"], await EventTypesOfAsync(id));
    }

    [Fact]
    public async Task A_job_completed_without_result_has_none()
    {
        var id = await AddAsync();
        await SettleAsync(new Settlement.Complete { Lease = (await ClaimOneAsync()).Lease });

        Assert.Null((await Store.FindAsync(id, Token))!.Result);
    }

    [Fact]
    public async Task A_failed_job_keeps_its_error_and_partial_result_and_is_charged()
    {
        var id = await AddAsync();
        var claimed = await ClaimOneAsync();

        Assert.True(await SettleAsync(new Settlement.Fail { Lease = claimed.Lease, Error = Error("boom"), Result = Json("{}") }));

        var detail = await Store.FindAsync(id, Token);
        Assert.Equal(JobState.Failed, detail!.Job.State);
        Assert.Equal(Error("boom"), detail.Job.Error);
        Assert.Equal(1, detail.Job.Charged);
        Assert.Equal("{}", Text(detail.Result));
        var last = (await EventsOfAsync(id))[^1];
        Assert.Equal("job.failed", last.Type);
        Assert.Contains("boom", Text(last.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retried_attempt_is_charged_and_waits_until_its_time()
    {
        var id = await AddAsync();
        var worker = await BeatAsync();
        var claimed = await ClaimOneAsync(worker);
        var at = Time.GetUtcNow() + TimeSpan.FromSeconds(10);

        Assert.True(await SettleAsync(new Settlement.Retry { Lease = claimed.Lease, At = at, Error = Error() }));

        var job = await GetAsync(id);
        Assert.Equal((JobState.Delayed, 1, at), (job.State, job.Charged, job.RunAt));
        Assert.Empty(await ClaimAsync(worker));
        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, (await Store.PromoteDueAsync(Token)).Promoted);
        Assert.Equal(2, (await ClaimOneAsync(worker)).Lease.Token);
        Assert.Equal(["job.added", "job.active", "job.retrying", "job.ready", "job.active"], await EventTypesOfAsync(id));
    }

    [Fact]
    public async Task Snoozing_does_not_use_up_an_attempt()
    {
        var id = await AddAsync();
        var until = Time.GetUtcNow() + TimeSpan.FromMinutes(1);

        Assert.True(await SettleAsync(new Settlement.Snooze { Lease = (await ClaimOneAsync()).Lease, Until = until, Reason = "not yet" }));

        var job = await GetAsync(id);
        Assert.Equal((JobState.Delayed, 0, until), (job.State, job.Charged, job.RunAt));
        Assert.Equal("job.snoozed", (await EventTypesOfAsync(id)).Last());
    }

    [Fact]
    public async Task A_released_job_may_be_claimed_at_once_and_is_not_charged()
    {
        var id = await AddAsync();
        var worker = await BeatAsync();

        Assert.True(await SettleAsync(new Settlement.Release { Lease = (await ClaimOneAsync(worker)).Lease, Reason = "shutdown" }));

        Assert.Equal((JobState.Ready, 0, 0), (await GetAsync(id)) is var job ? (job.State, job.Charged, job.Stalled) : default);
        Assert.Equal(id, (await ClaimOneAsync(worker)).Job.Id);
    }

    [Fact]
    public async Task A_held_job_that_stops_on_request_is_cancelled()
    {
        var id = await AddAsync();
        var claimed = await ClaimOneAsync();

        Assert.True(await SettleAsync(new Settlement.Cancel { Lease = claimed.Lease, Reason = "enough", Result = Json("1") }));

        var detail = await Store.FindAsync(id, Token);
        Assert.Equal((JobState.Cancelled, "enough"), (detail!.Job.State, detail.Job.CancelReason));
        Assert.Equal("1", Text(detail.Result));
        Assert.Equal("job.cancelled", (await EventTypesOfAsync(id)).Last());
    }

    public static TheoryData<string> WaysBack => ["retry", "snooze", "release"];

    [Theory]
    [MemberData(nameof(WaysBack))]
    public async Task A_job_whose_cancelling_was_asked_for_ends_instead_of_going_back(string way)
    {
        var id = await AddAsync();
        var lease = (await ClaimOneAsync()).Lease;
        await Store.CancelAsync([id], "stop it", Token);

        Assert.True(await SettleAsync(WayBack(way, lease)));

        var job = await GetAsync(id);
        Assert.Equal((JobState.Cancelled, "stop it"), (job.State, job.CancelReason));
    }

    [Fact]
    public async Task A_lease_settles_once()
    {
        await AddAsync();
        var lease = (await ClaimOneAsync()).Lease;
        Assert.True(await SettleAsync(new Settlement.Complete { Lease = lease }));

        Assert.False(await SettleAsync(new Settlement.Fail { Lease = lease, Error = Error() }));
    }

    public static TheoryData<string> AllWays => ["complete", "fail", "cancel", "retry", "snooze", "release"];

    [Theory]
    [MemberData(nameof(AllWays))]
    public async Task A_zombie_settles_nothing_and_leaves_no_event(string way)
    {
        var id = await AddAsync();
        var zombie = await ClaimOneAsync(await BeatAsync());
        Time.Advance(TimeSpan.FromSeconds(31));
        await Store.RescueAsync(3, Token);
        var heir = await ClaimOneAsync(await BeatAsync());
        var before = await EventsOfAsync(id);

        Assert.False(await SettleAsync(WayBack(way, zombie.Lease)));

        Assert.Equal(heir.Job with { }, await GetAsync(id), Same);
        Assert.Equal(before.Count, (await EventsOfAsync(id)).Count);
        Assert.True(await SettleAsync(new Settlement.Complete { Lease = heir.Lease }));
    }

    [Fact]
    public async Task The_token_alone_fences_a_worker_that_claimed_the_same_job_again()
    {
        await AddAsync();
        var worker = await BeatAsync();
        var first = await ClaimOneAsync(worker);
        await SettleAsync(new Settlement.Release { Lease = first.Lease, Reason = "again" });
        await ClaimOneAsync(worker);

        Assert.False(await SettleAsync(new Settlement.Complete { Lease = first.Lease }));
    }

    [Fact]
    public async Task Settlements_of_one_call_stand_each_on_its_own()
    {
        await AddAsync();
        await AddAsync();
        var claimed = await ClaimAsync(await BeatAsync());
        await SettleAsync(new Settlement.Complete { Lease = claimed[0].Lease });

        var written = await Store.SettleAsync([.. claimed.Select(c => new Settlement.Complete { Lease = c.Lease })], Token);

        Assert.Equal([false, true], written);
    }

    [Fact]
    public async Task Events_of_a_settlement_stand_before_its_own()
    {
        var id = await AddAsync();
        var lease = (await ClaimOneAsync()).Lease;

        await SettleAsync(new Settlement.Complete { Lease = lease, Events = [new NewJobEvent("test.said", Json("{\"a\":1}")), new NewJobEvent("test.done")] });

        var events = await EventsOfAsync(id);
        Assert.Equal(["job.added", "job.active", "test.said", "test.done", "job.completed"], events.Select(e => e.Type));
        Assert.Equal("{\"a\":1}", Text(events[2].Body));
        Assert.Null(events[3].Body);
    }

    private static bool Same(Job left, Job right) => left with { Requires = [], Tags = [] } == right with { Requires = [], Tags = [] };

    private Settlement WayBack(string way, Lease lease) => way switch
    {
        "complete" => new Settlement.Complete { Lease = lease, Result = Json("666") },
        "fail" => new Settlement.Fail { Lease = lease, Error = Error("zombie") },
        "cancel" => new Settlement.Cancel { Lease = lease, Reason = "zombie" },
        "retry" => new Settlement.Retry { Lease = lease, At = Time.GetUtcNow(), Error = Error("zombie") },
        "snooze" => new Settlement.Snooze { Lease = lease, Until = Time.GetUtcNow(), Reason = "zombie" },
        "release" => new Settlement.Release { Lease = lease, Reason = "zombie" },
        _ => throw new ArgumentOutOfRangeException(nameof(way)),
    };
}
