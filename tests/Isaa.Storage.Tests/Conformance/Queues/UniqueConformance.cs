using Isaa.Jobs;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance;

/// <summary>Jobs with the same unique key do not pile up.</summary>
public abstract class UniqueConformance : JobStoreConformance
{
    [Fact]
    public async Task A_key_keeps_others_out_until_its_job_has_ended()
    {
        var first = await KeyedAsync(UniqueMode.Simple);
        Assert.Equal(new EnqueueResult(first.Id, EnqueueStatus.Existing), await KeyedAsync(UniqueMode.Simple));
        var claimed = await ClaimOneAsync();
        Assert.Equal(new EnqueueResult(first.Id, EnqueueStatus.Existing), await KeyedAsync(UniqueMode.Simple));
        await CompleteAsync(claimed);

        Assert.True((await KeyedAsync(UniqueMode.Simple)).IsNew);
    }

    [Fact]
    public async Task Keys_are_a_tenants_own_and_others_are_not_kept_out()
    {
        await KeyedAsync(UniqueMode.Simple);

        Assert.True((await AddAsync(New() with { Tenant = "t", Unique = new UniqueKey { Key = "k" } }, null)).IsNew);
        Assert.True((await AddAsync(New() with { Unique = new UniqueKey { Key = "other" } }, null)).IsNew);
        Assert.True((await AddAsync(New(), null)).IsNew);
    }

    [Fact]
    public async Task The_same_key_twice_in_one_call_adds_one()
    {
        var jobs = Enumerable.Range(0, 3).Select(_ => New() with { Unique = new UniqueKey { Key = "k" } }).ToList();

        var results = await Store.EnqueueAsync(jobs, Token);

        Assert.Equal([EnqueueStatus.Added, EnqueueStatus.Existing, EnqueueStatus.Existing], results.Select(r => r.Status));
        Assert.All(results, r => Assert.Equal(jobs[0].Id, r.Id));
    }

    [Fact]
    public async Task Many_that_come_at_once_add_one()
    {
        var second = Fixture.OpenSecond();

        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(n =>
            (n % 2 == 0 ? Store : second).EnqueueAsync([New() with { Unique = new UniqueKey { Key = "k" } }], Token)));

        var winner = Assert.Single(results, r => r[0].IsNew)[0].Id;
        Assert.All(results, r => Assert.Equal(winner, r[0].Id));
    }

    [Fact]
    public async Task A_key_with_a_time_keeps_others_out_for_that_time_even_when_its_job_has_ended()
    {
        var first = await KeyedAsync(UniqueMode.TimeToLive, TimeSpan.FromSeconds(10));
        await CompleteAsync(await ClaimOneAsync());
        Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(new EnqueueResult(first.Id, EnqueueStatus.Existing), await KeyedAsync(UniqueMode.TimeToLive, TimeSpan.FromSeconds(10)));
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.True((await KeyedAsync(UniqueMode.TimeToLive, TimeSpan.FromSeconds(10))).IsNew);
    }

    [Fact]
    public async Task A_key_whose_time_is_over_lets_others_in_while_its_job_still_runs()
    {
        await KeyedAsync(UniqueMode.TimeToLive, TimeSpan.FromSeconds(10));
        var claimed = await ClaimOneAsync();
        Time.Advance(TimeSpan.FromSeconds(10));
        await Store.PromoteDueAsync(Token);
        var second = await KeyedAsync(UniqueMode.TimeToLive, TimeSpan.FromSeconds(10));
        Assert.True(second.IsNew);

        await CompleteAsync(claimed);

        Assert.Equal(second.Id, (await KeyedAsync(UniqueMode.TimeToLive, TimeSpan.FromSeconds(10))).Id);
    }

    [Fact]
    public async Task Each_that_comes_starts_the_time_anew_when_the_key_extends()
    {
        var first = await KeyedAsync(UniqueMode.Extend, TimeSpan.FromSeconds(10));
        for (var i = 0; i < 3; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(9));
            Assert.Equal(first.Id, (await KeyedAsync(UniqueMode.Extend, TimeSpan.FromSeconds(10))).Id);
        }

        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.True((await KeyedAsync(UniqueMode.Extend, TimeSpan.FromSeconds(10))).IsNew);
    }

    [Fact]
    public async Task A_job_that_has_not_started_is_replaced_and_one_that_has_is_not()
    {
        var first = await KeyedAsync(UniqueMode.Replace, text: "1");

        Assert.Equal(new EnqueueResult(first.Id, EnqueueStatus.Replaced), await KeyedAsync(UniqueMode.Replace, text: "2"));
        var claimed = await ClaimOneAsync();
        Assert.Equal("2", Text(claimed.Arguments));
        Assert.Equal(["job.added", "job.replaced", "job.active"], await EventTypesOfAsync(first.Id));

        var second = await KeyedAsync(UniqueMode.Replace, text: "3");
        Assert.True(second.IsNew);
        await CompleteAsync(claimed);
        Assert.Equal(new EnqueueResult(second.Id, EnqueueStatus.Replaced), await KeyedAsync(UniqueMode.Replace, text: "4"));
    }

    [Fact]
    public async Task While_a_job_runs_the_newest_of_those_that_came_is_kept_and_follows()
    {
        var first = await KeyedAsync(UniqueMode.KeepLast, text: "1");
        Assert.Equal(EnqueueStatus.Replaced, (await KeyedAsync(UniqueMode.KeepLast, text: "2")).Status);
        var worker = await BeatAsync();
        var claimed = await ClaimOneAsync(worker);

        var follower = await KeyedAsync(UniqueMode.KeepLast, text: "3");
        Assert.True(follower.IsNew);
        Assert.Equal(JobState.Waiting, (await GetAsync(follower.Id)).State);
        Assert.Equal(new EnqueueResult(follower.Id, EnqueueStatus.Replaced), await KeyedAsync(UniqueMode.KeepLast, text: "4"));
        Assert.Empty(await ClaimAsync(worker));
        await SettleAsync(new Settlement.Fail { Lease = claimed.Lease, Error = Error() });

        var next = await ClaimOneAsync(worker);
        Assert.Equal((follower.Id, "4", first.Id), (next.Job.Id, Text(next.Arguments), claimed.Job.Id));
        await CompleteAsync(next);
        Assert.True((await KeyedAsync(UniqueMode.KeepLast)).IsNew);
    }

    [Fact]
    public async Task A_follower_that_is_cancelled_makes_room_for_another()
    {
        await KeyedAsync(UniqueMode.KeepLast);
        var claimed = await ClaimOneAsync();
        var follower = await KeyedAsync(UniqueMode.KeepLast);
        await Store.CancelAsync([follower.Id], "no", Token);

        var another = await KeyedAsync(UniqueMode.KeepLast);
        await CompleteAsync(claimed);

        Assert.True(another.IsNew);
        Assert.Equal(JobState.Ready, (await GetAsync(another.Id)).State);
    }

    [Fact]
    public async Task What_is_debounced_runs_once_things_are_quiet_and_at_the_latest_after_the_longest_wait()
    {
        var start = Time.GetUtcNow();
        var unique = UniqueKey.Debounce("k", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(25));
        var first = await AddAsync(New() with { Unique = unique }, null);
        Assert.Equal((JobState.Delayed, start + TimeSpan.FromSeconds(10)), (await GetAsync(first.Id)) is var job ? (job.State, job.RunAt) : default);

        Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(EnqueueStatus.Replaced, (await AddAsync(New() with { Unique = unique }, null)).Status);
        Assert.Equal(start + TimeSpan.FromSeconds(19), (await GetAsync(first.Id)).RunAt);
        Time.Advance(TimeSpan.FromSeconds(9));
        await AddAsync(New() with { Unique = unique, Arguments = Json("9") }, null);
        Assert.Equal(start + TimeSpan.FromSeconds(25), (await GetAsync(first.Id)).RunAt);

        Time.Advance(TimeSpan.FromSeconds(7));
        await Store.PromoteDueAsync(Token);
        Assert.Equal("9", Text((await ClaimOneAsync()).Arguments));
        Assert.True((await AddAsync(New() with { Unique = unique }, null)).IsNew);
    }

    [Fact]
    public async Task A_retried_job_takes_its_key_again_unless_another_holds_it()
    {
        var first = await KeyedAsync(UniqueMode.Simple);
        await Store.CancelAsync([first.Id], "no", Token);
        var second = await KeyedAsync(UniqueMode.Simple);
        Assert.True(second.IsNew);

        Assert.Equal([JobState.Cancelled], await Store.RetryAsync([first.Id], at: null, Token));
        await Store.CancelAsync([second.Id], "no", Token);
        Assert.Equal([JobState.Ready], await Store.RetryAsync([first.Id], at: null, Token));

        Assert.Equal(new EnqueueResult(first.Id, EnqueueStatus.Existing), await KeyedAsync(UniqueMode.Simple));
    }

    [Fact]
    public async Task An_id_that_exists_adds_nothing_and_leaves_the_key_alone()
    {
        var id = await AddAsync();

        Assert.Equal(new EnqueueResult(id, EnqueueStatus.Existing), await AddAsync(New() with { Id = id, Unique = new UniqueKey { Key = "k" } }, null));
        Assert.True((await KeyedAsync(UniqueMode.Simple)).IsNew);
    }

    private Task<EnqueueResult> KeyedAsync(UniqueMode mode, TimeSpan? time = null, string text = "0") =>
        AddAsync(New() with { Arguments = Json(text), Unique = new UniqueKey { Key = "k", Mode = mode, For = time } }, null);

    private async Task<EnqueueResult> AddAsync(NewJob job, IJobStore? store) => Assert.Single(await (store ?? Store).EnqueueAsync([job], Token));
}
