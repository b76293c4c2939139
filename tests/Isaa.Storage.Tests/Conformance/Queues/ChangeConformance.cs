using Isaa.Jobs;
using Isaa.Jobs.Changes;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance;

/// <summary>People change the course of jobs.</summary>
public abstract class ChangeConformance : JobStoreConformance
{
    [Fact]
    public async Task A_promoted_job_is_ready_now()
    {
        var id = await AddAsync(New() with { RunAt = Time.GetUtcNow() + TimeSpan.FromHours(1) });

        Assert.Equal([JobState.Ready], await Store.ChangeAsync([id], new JobChange.Promote(), Token));

        Assert.Equal(id, (await ClaimOneAsync()).Job.Id);
        Assert.Equal(["job.added", "job.ready", "job.active"], await EventTypesOfAsync(id));
    }

    [Fact]
    public async Task A_job_with_another_priority_moves_among_those_that_wait()
    {
        var first = await AddAsync();
        var second = await AddAsync();

        Assert.Equal([JobState.Ready], await Store.ChangeAsync([second], new JobChange.Reprioritise { Priority = -1 }, Token));

        Assert.Equal([second, first], (await ClaimAsync(await BeatAsync())).Select(c => c.Job.Id));
        Assert.Equal(-1, (await GetAsync(second)).Priority);
        var told = (await EventsOfAsync(second))[1];
        Assert.Equal(("job.reprioritised", """{"priority":-1}"""), (told.Type, Text(told.Body)));
    }

    [Fact]
    public async Task A_running_job_has_its_new_priority_in_its_next_attempt()
    {
        var id = await AddAsync();
        var worker = await BeatAsync();
        var claimed = await ClaimOneAsync(worker);
        await Store.ChangeAsync([id], new JobChange.Reprioritise { Priority = 3 }, Token);
        var other = await AddAsync(New() with { Priority = 2 });

        await SettleAsync(new Settlement.Release { Lease = claimed.Lease, Reason = "later" });

        Assert.Equal([other, id], (await ClaimAsync(worker)).Select(c => c.Job.Id));
    }

    [Fact]
    public async Task A_job_can_be_put_off_and_brought_forward()
    {
        var id = await AddAsync();
        var later = Time.GetUtcNow() + TimeSpan.FromHours(2);

        Assert.Equal([JobState.Delayed], await Store.ChangeAsync([id], new JobChange.Reschedule { At = later }, Token));
        Assert.Equal(later, (await GetAsync(id)).RunAt);
        Assert.Equal([JobState.Delayed], await Store.ChangeAsync([id], new JobChange.Reschedule { At = later - TimeSpan.FromHours(1) }, Token));
        Assert.Equal(new PromoteResult(0, later - TimeSpan.FromHours(1)), await Store.PromoteDueAsync(Token));
        Assert.Equal([JobState.Ready], await Store.ChangeAsync([id], new JobChange.Reschedule { At = Time.GetUtcNow() }, Token));

        Assert.Equal(["job.added", "job.delayed", "job.delayed", "job.ready"], await EventTypesOfAsync(id));
    }

    [Fact]
    public async Task A_failed_job_can_be_retried_at_a_time()
    {
        var id = await AddAsync();
        await SettleAsync(new Settlement.Fail { Lease = (await ClaimOneAsync()).Lease, Error = Error() });
        var at = Time.GetUtcNow() + TimeSpan.FromMinutes(5);

        Assert.Equal([JobState.Delayed], await Store.RetryAsync([id], at, Token));

        Assert.Equal((at, 0, null), (await GetAsync(id)) is var job ? (job.RunAt, job.Charged, job.Error) : default);
        Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, (await Store.PromoteDueAsync(Token)).Promoted);
    }

    [Fact]
    public async Task An_ended_job_keeps_its_course_and_an_unknown_one_has_no_state()
    {
        var id = await AddAsync(New() with { Priority = 4 });
        await CompleteAsync(await ClaimOneAsync());
        var events = (await EventsOfAsync(id)).Count;

        foreach (var change in (JobChange[])[new JobChange.Promote(), new JobChange.Reprioritise { Priority = 1 }, new JobChange.Reschedule { At = Time.GetUtcNow().AddDays(1) }])
        {
            Assert.Equal([JobState.Completed, null], await Store.ChangeAsync([id, New().Id], change, Token));
        }

        Assert.Equal(4, (await GetAsync(id)).Priority);
        Assert.Equal(events, (await EventsOfAsync(id)).Count);
    }
}
