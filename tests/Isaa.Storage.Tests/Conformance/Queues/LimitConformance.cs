using Isaa.Jobs;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance;

/// <summary>What queues and kinds are told holds for everybody, exactly.</summary>
public abstract class LimitConformance : JobStoreConformance
{
    [Fact]
    public async Task A_paused_queue_starts_nothing_and_goes_on_when_resumed()
    {
        var job = await AddAsync();
        var other = await AddAsync(New() with { Queue = "other" });
        var worker = await BeatAsync();

        await Queues.PauseQueueAsync("default", "default", isPaused: true, Token);
        Assert.Equal([other], (await ClaimAsync(worker)).Select(c => c.Job.Id));
        await Queues.PauseQueueAsync("default", "default", isPaused: false, Token);

        Assert.Equal([job], (await ClaimAsync(worker)).Select(c => c.Job.Id));
    }

    [Fact]
    public async Task Another_process_sees_the_pause_with_its_next_claim()
    {
        await AddAsync();
        var second = Fixture.OpenSecond();
        var request = new ClaimRequest { Worker = await BeatAsync(store: second), Limit = 1, Kinds = ["test.work"] };
        Assert.Single(await TakeAsync(request, second));
        await AddAsync();

        await Queues.PauseQueueAsync("default", "default", isPaused: true, Token);

        Assert.Empty(await TakeAsync(request, second));
    }

    [Fact]
    public async Task Pausing_leaves_the_limits_alone_and_wakes_workers_when_it_ends()
    {
        await Queues.SaveQueueAsync(new QueueSettings { Queue = "default", Concurrency = 7 }, Token);
        await Queues.PauseQueueAsync("default", "default", isPaused: true, Token);
        var version = Store.Version(StoreTopic.Work);
        var waiting = Store.WaitAsync(StoreTopic.Work, version, TimeSpan.FromDays(1), Token);

        await Queues.PauseQueueAsync("default", "default", isPaused: false, Token);

        await waiting;
        var settings = Assert.Single(await Queues.ListQueuesAsync(null, Token)).Settings;
        Assert.Equal((7, false), (settings.Concurrency, settings.IsPaused));
    }

    [Fact]
    public async Task A_paused_kind_starts_in_no_queue_of_its_tenant()
    {
        await AddAsync();
        await AddAsync(New() with { Queue = "other" });
        var foreign = await AddAsync(New() with { Tenant = "t" });
        await Queues.SaveKindAsync(new KindSettings { Kind = "test.work", IsPaused = true }, Token);
        var worker = await BeatAsync();

        Assert.Equal([foreign], (await ClaimAsync(worker)).Select(c => c.Job.Id));

        await Queues.SaveKindAsync(new KindSettings { Kind = "test.work" }, Token);
        Assert.Equal(2, (await ClaimAsync(worker)).Count);
    }

    public static TheoryData<string> WaysOut => ["complete", "fail", "cancel", "retry", "snooze", "release", "lost", "retire"];

    [Theory]
    [MemberData(nameof(WaysOut))]
    public async Task No_more_of_a_queue_run_than_it_allows_and_a_slot_comes_back_however_a_job_stops(string way)
    {
        await Queues.SaveQueueAsync(new QueueSettings { Queue = "default", Concurrency = 2 }, Token);
        await Store.EnqueueAsync([New(), New(), New(), New(), New() with { Queue = "other" }], Token);
        var first = await BeatAsync();
        var claimed = await ClaimAsync(first);
        Assert.Equal(["default", "default", "other"], claimed.Select(c => c.Job.Queue).Order());

        var worker = await BeatAsync(lease: TimeSpan.FromDays(1));
        Assert.Empty(await ClaimAsync(worker));
        await StopAsync(way, first, claimed.First(c => c.Job.Queue == "default").Lease);

        var again = await ClaimAsync(worker);
        Assert.Equal(way is "lost" or "retire" ? 2 : 1, again.Count(c => c.Job.Queue == "default"));
        Assert.Empty(await ClaimAsync(worker));
    }

    [Fact]
    public async Task A_limit_counts_what_runs_already_and_dropping_it_frees_everything()
    {
        await Store.EnqueueAsync([.. Enumerable.Range(0, 9).Select(_ => New())], Token);
        var worker = await BeatAsync();
        var running = await ClaimAsync(worker, 2);

        await Queues.SaveQueueAsync(new QueueSettings { Queue = "default", Concurrency = 3 }, Token);
        running = [.. running, .. await ClaimAsync(worker)];
        Assert.Equal(3, running.Count);
        await CompleteAsync(running[0]);
        running = [running[1], running[2], .. await ClaimAsync(worker)];
        Assert.Equal(3, running.Count);

        await Queues.SaveQueueAsync(new QueueSettings { Queue = "default" }, Token);
        Assert.Equal(5, (await ClaimAsync(worker)).Count);
        await CompleteAsync(running[0]);
        await Queues.SaveQueueAsync(new QueueSettings { Queue = "default", Concurrency = 8 }, Token);
        await AddAsync();
        await AddAsync();
        Assert.Single(await ClaimAsync(worker));
    }

    [Fact]
    public async Task A_rate_lets_a_burst_start_and_says_when_to_come_again()
    {
        await Queues.SaveQueueAsync(Rate(4, TimeSpan.FromSeconds(8), burst: 3), Token);
        await Store.EnqueueAsync([.. Enumerable.Range(0, 9).Select(_ => New())], Token);
        var worker = await BeatAsync(lease: TimeSpan.FromDays(1));
        var request = new ClaimRequest { Worker = worker, Limit = 9, Kinds = ["test.work"] };

        var first = await Store.ClaimAsync(request, Token);

        Assert.Equal((3, Time.GetUtcNow() + TimeSpan.FromSeconds(2)), (first.Jobs.Count, first.NextAt));
        Time.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromMilliseconds(1));
        Assert.Empty((await Store.ClaimAsync(request, Token)).Jobs);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Single((await Store.ClaimAsync(request, Token)).Jobs);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(3, (await Store.ClaimAsync(request, Token)).Jobs.Count);
    }

    [Fact]
    public async Task What_a_rate_has_given_out_is_remembered_by_the_database()
    {
        await Queues.SaveQueueAsync(Rate(1, TimeSpan.FromHours(1)), Token);
        await Store.EnqueueAsync([New(), New()], Token);
        var second = Fixture.OpenSecond();
        Assert.Single(await ClaimAsync(await BeatAsync()));

        var later = await second.ClaimAsync(new ClaimRequest { Worker = await BeatAsync(store: second), Limit = 9, Kinds = ["test.work"] }, Token);

        Assert.Empty(later.Jobs);
        Assert.Equal(Time.GetUtcNow() + TimeSpan.FromHours(1), later.NextAt);
    }

    [Fact]
    public async Task Nothing_held_back_leaves_no_time_to_come_again()
    {
        await Queues.SaveQueueAsync(Rate(5, TimeSpan.FromSeconds(1)), Token);
        await AddAsync();

        Assert.Null((await Store.ClaimAsync(new ClaimRequest { Worker = await BeatAsync(), Limit = 1, Kinds = ["test.work"] }, Token)).NextAt);
    }

    [Fact]
    public async Task A_handler_may_hold_its_queue_back_and_is_not_charged()
    {
        var job = await AddAsync();
        var second = await AddAsync();
        var other = await AddAsync(New() with { Queue = "other" });
        var worker = await BeatAsync(lease: TimeSpan.FromDays(1));
        var request = new ClaimRequest { Worker = worker, Limit = 9, Kinds = ["test.work"] };
        var first = await ClaimOneAsync(worker);
        var until = Time.GetUtcNow() + TimeSpan.FromSeconds(20);

        Assert.True(await SettleAsync(new Settlement.Block { Lease = first.Lease, Until = until, Scope = BlockScope.Queue }));

        var held = await Store.ClaimAsync(request, Token);
        Assert.Equal((other, until), (Assert.Single(held.Jobs).Job.Id, held.NextAt));
        Assert.Equal((JobState.Ready, 0), (await GetAsync(job)) is var kept ? (kept.State, kept.Charged) : default);
        Assert.Equal("job.rate_limited", (await EventTypesOfAsync(job)).Last());
        Assert.Equal(until, (await Queues.ListQueuesAsync("default", Token)).Single(q => q.Settings.Queue == "default").BlockedUntil);
        Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal([job, second], (await ClaimAsync(worker)).Select(c => c.Job.Id));
    }

    [Fact]
    public async Task A_job_without_a_group_that_holds_its_group_back_waits_alone()
    {
        var job = await AddAsync();
        var second = await AddAsync();
        var worker = await BeatAsync();
        var first = Assert.Single(await ClaimAsync(worker, 1));

        await SettleAsync(new Settlement.Block { Lease = first.Lease, Until = Time.GetUtcNow() + TimeSpan.FromSeconds(20), Scope = BlockScope.Group });

        Assert.Equal((JobState.Delayed, 0), (await GetAsync(job)) is var kept ? (kept.State, kept.Charged) : default);
        Assert.Equal([second], (await ClaimAsync(worker)).Select(c => c.Job.Id));
    }

    [Fact]
    public async Task A_paused_or_full_queue_does_not_keep_a_claim_from_filling_up_with_others()
    {
        await Store.EnqueueAsync([.. Enumerable.Range(0, 20).Select(_ => New() with { Priority = -1 })], Token);
        await Queues.SaveQueueAsync(new QueueSettings { Queue = "default", Concurrency = 1 }, Token);
        await Store.EnqueueAsync([.. Enumerable.Range(0, 5).Select(_ => New() with { Queue = "other" })], Token);

        Assert.Equal(5, (await ClaimAsync(await BeatAsync(), 5)).Count);
    }

    [Fact]
    public async Task Settings_come_back_as_they_were_saved_with_the_counts_of_each_queue()
    {
        var settings = new QueueSettings
        {
            Tenant = "t",
            Queue = "q",
            IsPaused = true,
            Concurrency = 3,
            Rate = new RateLimit { Jobs = 5, Per = TimeSpan.FromSeconds(2), Burst = 9 },
            GroupConcurrency = 2,
            GroupRate = new RateLimit { Jobs = 1, Per = TimeSpan.FromMinutes(1), Burst = 1 },
        };
        await Queues.SaveQueueAsync(settings, Token);
        await AddAsync(New() with { Tenant = "t", Queue = "q" });
        await AddAsync(New() with { Tenant = "t", Queue = "q", RunAt = Time.GetUtcNow() + TimeSpan.FromHours(1) });
        await AddAsync();

        var queues = await Queues.ListQueuesAsync(null, Token);

        Assert.Equal([new QueueSettings { Queue = "default" }, settings], queues.Select(q => q.Settings));
        Assert.Equal([(JobState.Ready, 1L), (JobState.Delayed, 1L)], queues[1].Counts.OrderBy(c => c.Key).Select(c => (c.Key, c.Value)));
        Assert.Equal(
            [new LaneCount("default", "default", "test.work", JobState.Ready, 1), new LaneCount("t", "q", "test.work", JobState.Ready, 1)],
            (await Queues.CountAsync(Token)).Where(c => c.State == JobState.Ready));
    }

    private static QueueSettings Rate(int jobs, TimeSpan per, int? burst = null) =>
        new() { Queue = "default", Rate = new RateLimit { Jobs = jobs, Per = per, Burst = burst } };

    private async Task StopAsync(string way, WorkerId worker, Lease lease)
    {
        var later = Time.GetUtcNow() + TimeSpan.FromHours(1);
        switch (way)
        {
            case "lost":
                Time.Advance(TimeSpan.FromSeconds(31));
                await Store.RescueAsync(3, Token);
                break;
            case "retire":
                await Store.RetireAsync(worker, Token);
                break;
            default:
                Assert.True(await SettleAsync(way switch
                {
                    "complete" => new Settlement.Complete { Lease = lease },
                    "fail" => new Settlement.Fail { Lease = lease, Error = Error() },
                    "cancel" => new Settlement.Cancel { Lease = lease, Reason = "no" },
                    "retry" => new Settlement.Retry { Lease = lease, At = later, Error = Error() },
                    "snooze" => new Settlement.Snooze { Lease = lease, Until = later, Reason = "later" },
                    _ => new Settlement.Release { Lease = lease, Reason = "later" },
                }));
                break;
        }
    }
}
