using Isaa.Jobs;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance;

public abstract class HeartbeatConformance : JobStoreConformance
{
    [Fact]
    public async Task A_job_stays_with_a_worker_that_gives_signs_of_life()
    {
        var id = await AddAsync();
        var worker = await BeatAsync();
        await ClaimOneAsync(worker);
        for (var i = 0; i < 5; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(20));
            await BeatAsync(worker);
            Assert.Equal(new RescueResult(0, 0), await Store.RescueAsync(3, Token));
        }

        Assert.Equal(worker, (await GetAsync(id)).Worker);
    }

    [Fact]
    public async Task A_job_whose_lease_ended_is_ready_again_and_counts_a_stall()
    {
        var id = await AddAsync();
        await ClaimOneAsync();
        Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(new RescueResult(1, 0), await Store.RescueAsync(3, Token));

        var job = await GetAsync(id);
        Assert.Equal((JobState.Ready, 1, 0), (job.State, job.Stalled, job.Charged));
        Assert.Equal(["job.added", "job.active", "job.stalled", "job.ready"], await EventTypesOfAsync(id));
        Assert.Equal(new RescueResult(0, 0), await Store.RescueAsync(3, Token));
    }

    [Fact]
    public async Task Rescue_leaves_a_lease_that_holds_alone()
    {
        await AddAsync();
        await ClaimOneAsync();
        Time.Advance(TimeSpan.FromSeconds(29));

        Assert.Equal(new RescueResult(0, 0), await Store.RescueAsync(3, Token));
    }

    [Fact]
    public async Task A_worker_whose_jobs_were_taken_back_is_told_so()
    {
        await AddAsync();
        var worker = await BeatAsync();
        await ClaimOneAsync(worker);
        Time.Advance(TimeSpan.FromSeconds(31));
        await Store.RescueAsync(3, Token);

        Assert.False(await BeatOnceAsync(worker));
        Assert.False(await BeatOnceAsync(worker, Fixture.OpenSecond()));
    }

    [Fact]
    public async Task A_late_sign_of_life_before_the_rescue_keeps_the_lease()
    {
        await AddAsync();
        var worker = await BeatAsync();
        await ClaimOneAsync(worker);
        Time.Advance(TimeSpan.FromSeconds(31));

        Assert.True(await BeatOnceAsync(worker));
        Assert.Equal(new RescueResult(0, 0), await Store.RescueAsync(3, Token));
    }

    [Fact]
    public async Task A_job_that_stalls_more_often_than_allowed_is_dead_with_the_reason()
    {
        var id = await AddAsync();
        for (var i = 0; i < 2; i++)
        {
            await ClaimOneAsync();
            Time.Advance(TimeSpan.FromSeconds(31));
            Assert.Equal(new RescueResult(1, 0), await Store.RescueAsync(2, Token));
        }

        await ClaimOneAsync();
        Time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(new RescueResult(0, 1), await Store.RescueAsync(2, Token));
        var job = await GetAsync(id);
        Assert.Equal((JobState.Dead, "stall_limit", 3), (job.State, job.Error?.Code, job.Stalled));
        Assert.Equal(Time.GetUtcNow(), job.FinishedAt);
        Assert.Equal(["job.stalled", "job.dead"], (await EventTypesOfAsync(id)).TakeLast(2));
    }

    [Fact]
    public async Task A_stalled_job_whose_cancelling_was_asked_for_ends()
    {
        var id = await AddAsync();
        await ClaimOneAsync();
        await Store.CancelAsync([id], "stop it", Token);
        Time.Advance(TimeSpan.FromSeconds(31));
        await Store.RescueAsync(3, Token);

        Assert.Equal(JobState.Cancelled, (await GetAsync(id)).State);
    }

    [Fact]
    public async Task A_worker_that_retires_gives_its_jobs_back_without_a_stall()
    {
        var id = await AddAsync();
        var worker = await BeatAsync();
        await ClaimOneAsync(worker);

        await Store.RetireAsync(worker, Token);

        var job = await GetAsync(id);
        Assert.Equal((JobState.Ready, 0), (job.State, job.Stalled));
        Assert.Equal("job.released", (await EventTypesOfAsync(id)).Last());
        Assert.False(await BeatOnceAsync(worker));
    }

    [Fact]
    public async Task Retiring_an_unknown_worker_does_nothing() => await Store.RetireAsync(NewWorker(), Token);

    [Fact]
    public async Task Rescue_wakes_who_waits_for_work()
    {
        await AddAsync();
        await ClaimOneAsync();
        var waiting = Store.WaitAsync(StoreTopic.Work, Store.Version(StoreTopic.Work), TimeSpan.FromDays(1), Token);
        Time.Advance(TimeSpan.FromSeconds(31));

        await Store.RescueAsync(3, Token);

        await waiting;
    }
}
