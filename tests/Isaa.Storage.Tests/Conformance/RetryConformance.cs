using Isaa.Jobs;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance;

public abstract class RetryConformance : JobStoreConformance
{
    [Fact]
    public async Task A_failed_job_starts_afresh_with_its_steps_kept()
    {
        var id = await AddAsync();
        var worker = await BeatAsync();
        var lease = (await ClaimOneAsync(worker)).Lease;
        var step = new StepRecord { Key = new StepKey("", 0), Name = "n", InputHash = "h", Kind = StepKind.Repeatable, IsDone = true, At = Time.GetUtcNow() };
        await Store.CommitAsync(new JobCommit { Lease = lease, Steps = [step] }, Token);
        await SettleAsync(new Settlement.Fail { Lease = lease, Error = Error(), Result = Json("1") });

        Assert.Equal([JobState.Ready], await Store.RetryAsync([id], at: null, Token));

        var detail = await Store.FindAsync(id, Token);
        Assert.Equal((JobState.Ready, 0, 0, 1), (detail!.Job.State, detail.Job.Charged, detail.Job.Stalled, detail.Job.Started));
        Assert.Null(detail.Job.FinishedAt);
        Assert.Null(detail.Result);
        Assert.Equal("job.ready", (await EventTypesOfAsync(id)).Last());
        Assert.Equal(2, (await ClaimOneAsync(worker)).Lease.Token);
        Assert.Single(await Store.ReadStepsAsync(id, 0, Token));
    }

    [Fact]
    public async Task A_cancelled_job_is_no_longer_asked_to_stop()
    {
        var id = await AddAsync();
        await Store.CancelAsync([id], "no", Token);
        var worker = await BeatAsync();

        await Store.RetryAsync([id], at: null, Token);

        await ClaimOneAsync(worker);
        Assert.Null((await GetAsync(id)).CancelReason);
        Assert.Empty(await Store.ReadCancelRequestsAsync(worker, Token));
    }

    [Fact]
    public async Task A_dead_job_may_stall_again_as_often_as_a_new_one()
    {
        var id = await AddAsync();
        await ClaimOneAsync();
        Time.Advance(TimeSpan.FromSeconds(31));
        await Store.RescueAsync(0, Token);
        Assert.Equal(JobState.Dead, (await GetAsync(id)).State);

        await Store.RetryAsync([id], at: null, Token);

        await ClaimOneAsync();
        Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(new RescueResult(1, 0), await Store.RescueAsync(1, Token));
    }

    [Fact]
    public async Task A_job_in_another_state_keeps_it_and_an_unknown_one_has_none()
    {
        var ready = await AddAsync();
        var completed = await AddAsync(New("other.kind"));
        var claimed = await ClaimAsync(await BeatAsync(), kind: "other.kind");
        await SettleAsync(new Settlement.Complete { Lease = claimed[0].Lease });

        Assert.Equal([JobState.Ready, JobState.Completed, null], await Store.RetryAsync([ready, completed, New().Id], at: null, Token));

        Assert.Single(await EventsOfAsync(ready));
        Assert.Equal(JobState.Completed, (await GetAsync(completed)).State);
    }
}
