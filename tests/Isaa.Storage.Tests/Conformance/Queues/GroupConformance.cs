using Isaa.Jobs;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance;

/// <summary>Groups take turns and keep their limits exactly.</summary>
public abstract class GroupConformance : JobStoreConformance
{
    [Fact]
    public async Task No_more_of_a_group_run_than_its_queue_allows()
    {
        await Queues.SaveQueueAsync(new QueueSettings { Queue = "default", GroupConcurrency = 2 }, Token);
        await AddManyAsync("a", 5);
        await AddManyAsync("b", 1);
        var worker = await BeatAsync();

        var first = await ClaimAsync(worker);

        Assert.Equal(["a", "a", "b"], first.Select(c => c.Job.Group).Order());
        Assert.Empty(await ClaimAsync(worker));
        await CompleteAsync(first.First(c => c.Job.Group == "a"));
        Assert.Equal("a", Assert.Single(await ClaimAsync(worker)).Job.Group);
        Assert.Equal((2, 0, 2L), await StatusAsync("a"));
    }

    [Fact]
    public async Task A_groups_own_limit_goes_before_its_queues()
    {
        await Queues.SaveQueueAsync(new QueueSettings { Queue = "default", GroupConcurrency = 1 }, Token);
        await Queues.SaveGroupAsync(new GroupSettings { Queue = "default", Key = "a", Concurrency = 3 }, Token);
        await AddManyAsync("a", 5);
        await AddManyAsync("b", 5);

        var groups = (await ClaimAsync(await BeatAsync(), 20)).GroupBy(c => c.Job.Group).ToDictionary(g => g.Key!, g => g.Count());

        Assert.Equal((3, 1), (groups["a"], groups["b"]));
    }

    [Fact]
    public async Task A_group_without_a_limit_is_drained_by_one_claim()
    {
        await AddManyAsync("a", 30);

        Assert.Equal(30, (await ClaimAsync(await BeatAsync(), 50)).Count);
    }

    public static TheoryData<string> WaysOut => ["complete", "fail", "cancel", "retry", "snooze", "lost"];

    [Theory]
    [MemberData(nameof(WaysOut))]
    public async Task However_a_job_stops_running_the_next_of_its_group_may_start(string way)
    {
        await Queues.SaveQueueAsync(new QueueSettings { Queue = "default", GroupConcurrency = 1 }, Token);
        await AddManyAsync("a", 2);
        var first = await ClaimOneAsync(await BeatAsync());

        await EndAsync(first.Lease, way);

        var worker = await BeatAsync();
        Assert.Single(await ClaimAsync(worker));
        Assert.Empty(await ClaimAsync(worker));
    }

    [Fact]
    public async Task Cancelling_a_job_that_could_be_claimed_lets_the_next_in()
    {
        await Queues.SaveQueueAsync(new QueueSettings { Queue = "default", GroupConcurrency = 1 }, Token);
        var jobs = await AddManyAsync("a", 3);

        await Store.CancelAsync([jobs[0], jobs[1]], "not needed", Token);

        Assert.Equal(jobs[2], (await ClaimOneAsync()).Job.Id);
    }

    [Fact]
    public async Task Groups_take_turns_however_many_jobs_wait_in_one()
    {
        await AddManyAsync("large", 100);
        Time.Advance(TimeSpan.FromSeconds(1));
        await AddManyAsync("small", 10);
        var worker = await BeatAsync();
        Time.Advance(TimeSpan.FromSeconds(1));

        var taken = new List<string>();
        for (var i = 0; i < 24; i++)
        {
            taken.Add((await ClaimOneAsync(worker)).Job.Group!);
        }

        Assert.Equal(10, taken.Count(g => g == "small"));
    }

    [Fact]
    public async Task A_paused_group_starts_nothing_and_goes_on_when_resumed()
    {
        var jobs = await AddManyAsync("a", 6);
        var other = await AddManyAsync("b", 1);
        var worker = await BeatAsync();

        await Queues.PauseGroupAsync("default", "default", "a", isPaused: true, Token);
        jobs.AddRange(await AddManyAsync("a", 1));
        Assert.Equal(other, (await ClaimAsync(worker)).Select(c => c.Job.Id));
        Assert.True((await GetAsync(jobs[0])).IsHeld);

        await Queues.PauseGroupAsync("default", "default", "a", isPaused: false, Token);
        Assert.Equal(jobs, (await ClaimAsync(worker)).Select(c => c.Job.Id));
    }

    [Fact]
    public async Task A_lowered_limit_holds_for_what_has_not_started()
    {
        await Queues.SaveGroupAsync(new GroupSettings { Queue = "default", Key = "a", Concurrency = 4 }, Token);
        await AddManyAsync("a", 6);
        var worker = await BeatAsync();
        var running = Assert.Single(await ClaimAsync(worker, 1));

        await Queues.SaveGroupAsync(new GroupSettings { Queue = "default", Key = "a", Concurrency = 1 }, Token);

        Assert.Empty(await ClaimAsync(worker));
        await CompleteAsync(running);
        Assert.Single(await ClaimAsync(worker));
    }

    [Fact]
    public async Task A_lowered_limit_holds_for_a_job_that_comes_back()
    {
        await Queues.SaveGroupAsync(new GroupSettings { Queue = "default", Key = "a", Concurrency = 2 }, Token);
        await AddManyAsync("a", 3);
        var running = await ClaimAsync(await BeatAsync(), 2);

        await Queues.SaveGroupAsync(new GroupSettings { Queue = "default", Key = "a", Concurrency = 1 }, Token);
        Assert.True(await SettleAsync(new Settlement.Release { Lease = running[0].Lease, Reason = "stopping" }));

        Assert.Empty(await ClaimAsync(await BeatAsync()));
    }

    [Fact]
    public async Task A_groups_rate_lets_no_more_start_than_it_allows_and_wakes_it_in_time()
    {
        await Queues.SaveGroupAsync(
            new GroupSettings { Queue = "default", Key = "a", Rate = new RateLimit { Jobs = 2, Per = TimeSpan.FromSeconds(10) } }, Token);
        await AddManyAsync("a", 5);
        var worker = await BeatAsync(lease: TimeSpan.FromDays(1));
        Assert.Equal(2, (await ClaimAsync(worker)).Count);

        var next = (await Store.PromoteDueAsync(Token)).NextDue;
        Assert.Equal(Time.GetUtcNow() + TimeSpan.FromSeconds(5), next);
        Time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        await Store.PromoteDueAsync(Token);
        Assert.Empty(await ClaimAsync(worker));

        Time.Advance(TimeSpan.FromMilliseconds(1));
        await Store.PromoteDueAsync(Token);
        Assert.Single(await ClaimAsync(worker));
        Time.Advance(TimeSpan.FromMinutes(1));
        await Store.PromoteDueAsync(Token);
        Assert.Equal(2, (await ClaimAsync(worker)).Count);
    }

    [Fact]
    public async Task A_handler_may_hold_its_group_back_and_is_not_charged()
    {
        var jobs = await AddManyAsync("a", 3);
        var other = await AddManyAsync("b", 1);
        var worker = await BeatAsync(lease: TimeSpan.FromDays(1));
        var first = Assert.Single(await ClaimAsync(worker, 1));
        var until = Time.GetUtcNow() + TimeSpan.FromSeconds(30);

        Assert.True(await SettleAsync(new Settlement.Block { Lease = first.Lease, Until = until, Scope = BlockScope.Group }));

        Assert.Equal(other, (await ClaimAsync(worker)).Select(c => c.Job.Id));
        Assert.Equal((JobState.Ready, 0, true), (await GetAsync(first.Job.Id)) is var job ? (job.State, job.Charged, job.IsHeld) : default);
        Assert.Equal(until, (await Store.PromoteDueAsync(Token)).NextDue);
        Time.Advance(TimeSpan.FromSeconds(30));
        await Store.PromoteDueAsync(Token);
        Assert.Equal(jobs, (await ClaimAsync(worker)).Select(c => c.Job.Id));
    }

    [Fact]
    public async Task A_strict_group_runs_one_after_the_other_and_a_retry_keeps_its_place()
    {
        var jobs = new List<JobId>();
        foreach (var priority in (int[])[5, 0, -5])
        {
            jobs.Add(await AddAsync(New() with { Priority = priority, Group = new GroupKey { Key = "a", StrictFifo = true } }));
        }

        var worker = await BeatAsync(lease: TimeSpan.FromDays(1));
        var first = Assert.Single(await ClaimAsync(worker));
        Assert.Equal(jobs[0], first.Job.Id);
        await SettleAsync(new Settlement.Retry { Lease = first.Lease, At = Time.GetUtcNow() + TimeSpan.FromMinutes(1), Error = Error() });
        Assert.Empty(await ClaimAsync(worker));

        Time.Advance(TimeSpan.FromMinutes(1));
        await Store.PromoteDueAsync(Token);
        foreach (var job in jobs)
        {
            var next = Assert.Single(await ClaimAsync(worker));
            Assert.Equal(job, next.Job.Id);
            await CompleteAsync(next);
        }
    }

    [Fact]
    public async Task A_strict_group_goes_on_when_the_job_at_its_head_is_cancelled_while_it_waits()
    {
        var key = new GroupKey { Key = "a", StrictFifo = true };
        var first = await AddAsync(New() with { Group = key });
        var second = await AddAsync(New() with { Group = key });
        var worker = await BeatAsync();
        var claimed = await ClaimOneAsync(worker);
        await SettleAsync(new Settlement.Snooze { Lease = claimed.Lease, Until = Time.GetUtcNow() + TimeSpan.FromHours(1), Reason = "later" });

        await Store.CancelAsync([first], "no", Token);

        Assert.Equal(second, (await ClaimOneAsync(worker)).Job.Id);
    }

    [Fact]
    public async Task Many_workers_never_run_more_of_a_group_than_its_limit()
    {
        const int limit = 3;
        await Queues.SaveQueueAsync(new QueueSettings { Queue = "default", GroupConcurrency = limit }, Token);
        await Store.EnqueueAsync([.. Enumerable.Range(0, 240).Select(i => New() with { Group = $"g{i % 4}" })], Token);
        var second = Fixture.OpenSecond();
        var running = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        var (most, done) = (0, 0);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async n =>
        {
            var store = n % 2 == 0 ? Store : second;
            var worker = await BeatAsync(store: store, lease: TimeSpan.FromDays(1));
            while (Volatile.Read(ref done) < 240)
            {
                // All of a claim run from the moment it was answered, and each until its end is written.
                var claim = await TakeAsync(new ClaimRequest { Worker = worker, Limit = 5, Kinds = ["test.work"] }, store);
                foreach (var claimed in claim)
                {
                    InterlockedMax(ref most, running.AddOrUpdate(claimed.Job.Group!, 1, (_, count) => count + 1));
                }

                foreach (var claimed in claim)
                {
                    running.AddOrUpdate(claimed.Job.Group!, 0, (_, count) => count - 1);
                    Assert.Equal([true], await store.SettleAsync([new Settlement.Complete { Lease = claimed.Lease }], Token));
                    Interlocked.Increment(ref done);
                }
            }
        }));

        Assert.InRange(most, 1, limit);
        Assert.All(await Queues.ListGroupsAsync("default", "default", null, 100, Token), g => Assert.Equal((0, 0, 0L), (g.Active, g.Open, g.Held)));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }

    private async Task<List<JobId>> AddManyAsync(string group, int count)
    {
        var jobs = Enumerable.Range(0, count).Select(_ => New() with { Group = group }).ToList();
        await Store.EnqueueAsync(jobs, Token);
        return jobs.ConvertAll(j => j.Id);
    }

    private async Task<(int Active, int Open, long Held)> StatusAsync(string group)
    {
        var status = (await Queues.ListGroupsAsync("default", "default", null, 100, Token)).Single(g => g.Settings.Key == group);
        return (status.Active, status.Open, status.Held);
    }

    private async Task EndAsync(Lease lease, string way)
    {
        if (way == "lost")
        {
            Time.Advance(TimeSpan.FromSeconds(31));
            await Store.RescueAsync(3, Token);
            return;
        }

        var later = Time.GetUtcNow() + TimeSpan.FromHours(1);
        Assert.True(await SettleAsync(way switch
        {
            "complete" => new Settlement.Complete { Lease = lease },
            "fail" => new Settlement.Fail { Lease = lease, Error = Error() },
            "cancel" => new Settlement.Cancel { Lease = lease, Reason = "no" },
            "retry" => new Settlement.Retry { Lease = lease, At = later, Error = Error() },
            _ => new Settlement.Snooze { Lease = lease, Until = later, Reason = "later" },
        }));
    }
}
