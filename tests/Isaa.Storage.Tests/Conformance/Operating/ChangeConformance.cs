using Isaa.Jobs;
using Isaa.Jobs.Changes;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance.Operating;

public abstract class ChangeConformance : JobStoreConformance
{
    private BulkChanges Changes => Fixture.Changes;

    [Fact]
    public async Task Only_jobs_that_fit_are_cancelled_and_a_held_one_is_told()
    {
        var held = await AddAsync(New() with { Queue = "q" });
        await ClaimOneAsync();
        var waiting = await AddAsync(New() with { Queue = "q" });
        var other = await AddAsync();
        var filter = new JobFilter { Queue = "q" };
        var cancel = new JobChange.Cancel { Reason = "not needed" };

        var (changeable, others) = await Changes.CountAsync(filter, cancel, Token);
        Assert.Equal((1L, 1L, 0L), (changeable[JobState.Active], changeable[JobState.Ready], others));
        Assert.Equal(JobState.Ready, (await GetAsync(waiting)).State);

        Assert.Equal(new BulkResult(2, 0, null), await Changes.ApplyAsync(filter, cancel, cancellationToken: Token));

        Assert.Equal((JobState.Active, "not needed"), ((await GetAsync(held)).State, (await GetAsync(held)).CancelReason));
        Assert.Equal((JobState.Cancelled, JobState.Ready), ((await GetAsync(waiting)).State, (await GetAsync(other)).State));
    }

    [Fact]
    public async Task States_that_cannot_be_changed_are_counted_and_left_alone()
    {
        var failed = await FailAsync();
        var ready = await AddAsync();

        var (changeable, others) = await Changes.CountAsync(new JobFilter(), new JobChange.Retry(), Token);

        Assert.Equal((1L, 1L), (changeable.Values.Sum(), others));
        Assert.Equal(new BulkResult(1, 0, null), await Changes.ApplyAsync(new JobFilter(), new JobChange.Retry(), cancellationToken: Token));
        Assert.Equal((JobState.Ready, JobState.Ready), ((await GetAsync(failed)).State, (await GetAsync(ready)).State));
        Assert.Equal(new BulkResult(0, 0, null), await Changes.ApplyAsync(new JobFilter { States = [JobState.Ready] }, new JobChange.Retry(), cancellationToken: Token));
    }

    [Fact]
    public async Task A_redrive_at_a_rate_spreads_the_jobs_over_time()
    {
        var jobs = new List<JobId>();
        for (var i = 0; i < 5; i++)
        {
            jobs.Add(await FailAsync());
        }

        await Changes.ApplyAsync(new JobFilter { States = [JobState.Failed] }, new JobChange.Retry(), perSecond: 2, cancellationToken: Token);

        var start = Time.GetUtcNow();
        jobs.Reverse();
        for (var i = 0; i < 5; i++)
        {
            var job = await GetAsync(jobs[i]);
            Assert.Equal((i == 0 ? JobState.Ready : JobState.Delayed, start + TimeSpan.FromSeconds(i * 0.5)), (job.State, job.RunAt));
        }
    }

    [Fact]
    public async Task Thousands_are_changed_in_parts_each_once_and_none_that_came_later()
    {
        await Store.EnqueueAsync([.. Enumerable.Range(0, 2345).Select(_ => New())], Token);
        var change = new JobChange.Reprioritise { Priority = 3 };
        var (changed, parts) = (0, 0);
        BulkPlace? place = null;
        JobId? later = null;
        do
        {
            var part = await Changes.ApplyAsync(new JobFilter(), change, place, cancellationToken: Token);
            changed += part.Changed;
            parts++;
            Assert.True(part.Next is null || BulkPlace.TryParse(part.Next.Value.ToString(), out var same) && same.After == part.Next.Value.After);
            later ??= await AddAsync();
            place = part.Next;
        }
        while (place is not null);

        Assert.Equal((2345, 2), (changed, parts));
        Assert.Equal(0, (await GetAsync(later.Value)).Priority);
    }

    [Fact]
    public async Task Delayed_jobs_are_promoted_and_waiting_ones_put_off()
    {
        var soon = Time.GetUtcNow() + TimeSpan.FromHours(1);
        var delayed = await AddAsync(New() with { RunAt = soon });
        await Changes.ApplyAsync(new JobFilter(), new JobChange.Promote(), cancellationToken: Token);
        Assert.Equal(JobState.Ready, (await GetAsync(delayed)).State);

        await Changes.ApplyAsync(new JobFilter(), new JobChange.Reschedule { At = soon }, cancellationToken: Token);
        Assert.Equal((JobState.Delayed, soon), ((await GetAsync(delayed)).State, (await GetAsync(delayed)).RunAt));
    }

    [Fact]
    public async Task Deleted_jobs_are_gone_and_no_longer_counted_and_held_ones_stay()
    {
        var held = await AddAsync();
        await ClaimOneAsync();
        await FailAsync();
        await AddAsync();

        Assert.Equal(new BulkResult(2, 0, null), await Changes.ApplyAsync(new JobFilter(), new JobChange.Delete(), cancellationToken: Token));

        Assert.Equal([held], (await Search.ListAsync(new JobQuery(), Token)).Jobs.Select(j => j.Id));
        Assert.Equal([(JobState.Active, 1L)], (await Store.CountAsync(null, Token)).Where(c => c.Value != 0).Select(c => (c.Key, c.Value)));
    }

    [Fact]
    public async Task A_deleted_id_can_be_added_anew()
    {
        var job = New();
        await AddAsync(job);
        await Changes.ApplyAsync(new JobFilter { Ids = [job.Id] }, new JobChange.Delete(), cancellationToken: Token);

        await AddAsync(job);
        Assert.Equal(["job.added"], await EventTypesOfAsync(job.Id));
    }

    [Fact]
    public async Task A_job_whose_state_has_moved_on_meanwhile_is_left_alone()
    {
        var job = await AddAsync();
        await ClaimOneAsync();

        Assert.Equal(0, await Fixture.ChangeStore.ChangeAsync([(job, new JobChange.Cancel { Reason = "no" })], [JobState.Ready], Token));
        Assert.Null((await GetAsync(job)).CancelReason);
    }

    private async Task<JobId> FailAsync()
    {
        var job = await AddAsync(New("fail.kind"));
        var claimed = Assert.Single(await ClaimAsync(await BeatAsync(), 1, "fail.kind"));
        await SettleAsync(new Settlement.Fail { Lease = claimed.Lease, Error = Error() });
        return job;
    }
}
