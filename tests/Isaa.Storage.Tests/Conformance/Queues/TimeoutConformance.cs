using Isaa.Jobs;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance;

/// <summary>Jobs whose time runs out end, and say so by an event of their own.</summary>
public abstract class TimeoutConformance : JobStoreConformance
{
    [Fact]
    public async Task A_job_that_is_not_started_in_time_times_out()
    {
        var start = Time.GetUtcNow();
        var id = await AddAsync(New() with { ExpireAfter = TimeSpan.FromSeconds(10) });
        Assert.Equal(start + TimeSpan.FromSeconds(10), (await GetAsync(id)).ExpiresAt);
        Assert.Equal(new PromoteResult(0, start + TimeSpan.FromSeconds(10)), await Store.PromoteDueAsync(Token));

        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(new PromoteResult(0, null, 1), await Store.PromoteDueAsync(Token));

        var job = await GetAsync(id);
        Assert.Equal((JobState.Failed, "queue_expired", 0), (job.State, job.Error!.Code, job.Charged));
        Assert.Equal(["job.added", "job.timed_out"], await EventTypesOfAsync(id));
    }

    [Fact]
    public async Task A_worker_that_comes_too_late_does_not_start_it_even_before_anybody_looked()
    {
        var late = await AddAsync(New() with { ExpireAfter = TimeSpan.FromSeconds(10) });
        var next = await AddAsync();
        Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal([next], (await ClaimAsync(await BeatAsync(), 1)).Select(c => c.Job.Id));

        Assert.Equal(JobState.Failed, (await GetAsync(late)).State);
    }

    [Fact]
    public async Task A_delayed_job_has_its_time_in_the_queue_from_when_it_may_run()
    {
        var id = await AddAsync(New() with { RunAt = Time.GetUtcNow() + TimeSpan.FromHours(1), ExpireAfter = TimeSpan.FromSeconds(10) });

        Time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(9));
        await Store.PromoteDueAsync(Token);

        Assert.Equal(id, (await ClaimOneAsync()).Job.Id);
    }

    [Fact]
    public async Task A_job_that_has_started_in_time_does_not_expire_between_its_attempts()
    {
        var id = await AddAsync(New() with { ExpireAfter = TimeSpan.FromSeconds(10) });
        var claimed = await ClaimOneAsync();
        await SettleAsync(new Settlement.Retry { Lease = claimed.Lease, At = Time.GetUtcNow() + TimeSpan.FromHours(1), Error = Error() });

        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, (await Store.PromoteDueAsync(Token)).Promoted);

        Assert.Equal(id, (await ClaimOneAsync()).Job.Id);
    }

    public static TheoryData<string> Waits => ["ready", "delayed", "retrying"];

    [Theory]
    [MemberData(nameof(Waits))]
    public async Task A_job_whose_total_time_is_over_times_out_wherever_it_waits(string where)
    {
        var start = Time.GetUtcNow();
        var id = await AddAsync(New() with
        {
            TotalTimeout = TimeSpan.FromMinutes(5),
            RunAt = where == "delayed" ? start + TimeSpan.FromHours(1) : null,
        });
        if (where == "retrying")
        {
            var claimed = await ClaimOneAsync();
            await SettleAsync(new Settlement.Retry { Lease = claimed.Lease, At = start + TimeSpan.FromHours(1), Error = Error() });
        }

        Assert.Equal(start + TimeSpan.FromMinutes(5), (await Store.PromoteDueAsync(Token)).NextDue);
        Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, (await Store.PromoteDueAsync(Token)).TimedOut);

        Assert.Equal((JobState.Failed, "job_timeout"), (await GetAsync(id)) is var job ? (job.State, job.Error!.Code) : default);
        Assert.Equal("job.timed_out", (await EventTypesOfAsync(id)).Last());
    }

    [Fact]
    public async Task A_running_job_past_its_total_time_is_left_to_its_worker_and_ends_when_that_is_lost()
    {
        var id = await AddAsync(New() with { TotalTimeout = TimeSpan.FromSeconds(20) });
        await ClaimOneAsync();
        Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(new PromoteResult(0, null), await Store.PromoteDueAsync(Token));

        Time.Advance(TimeSpan.FromSeconds(20));
        await Store.RescueAsync(3, Token);
        await Store.PromoteDueAsync(Token);

        Assert.Equal("job_timeout", (await GetAsync(id)).Error!.Code);
    }

    [Fact]
    public async Task A_failure_for_lack_of_time_is_told_as_a_timeout()
    {
        var id = await AddAsync();

        await SettleAsync(new Settlement.Fail { Lease = (await ClaimOneAsync()).Lease, Error = Error("attempt_timeout"), IsTimeout = true });

        Assert.Equal(JobState.Failed, (await GetAsync(id)).State);
        Assert.Equal("job.timed_out", (await EventTypesOfAsync(id)).Last());
    }

    [Fact]
    public async Task A_timed_out_job_that_is_retried_has_all_the_time_it_needs()
    {
        var id = await AddAsync(New() with { TotalTimeout = TimeSpan.FromSeconds(5), ExpireAfter = TimeSpan.FromSeconds(5) });
        Time.Advance(TimeSpan.FromSeconds(5));
        await Store.PromoteDueAsync(Token);

        await Store.RetryAsync([id], at: null, Token);
        Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(new PromoteResult(0, null), await Store.PromoteDueAsync(Token));
        Assert.Equal(id, (await ClaimOneAsync()).Job.Id);
    }

    [Fact]
    public async Task More_than_fit_one_transaction_time_out_by_one_call()
    {
        await Store.EnqueueAsync([.. Enumerable.Range(0, 1201).Select(_ => New() with { ExpireAfter = TimeSpan.FromSeconds(1) })], Token);
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new PromoteResult(0, null, 1201), await Store.PromoteDueAsync(Token));
    }
}
