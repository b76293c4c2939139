using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance.Waiting;

public abstract class SignalConformance : JobStoreConformance
{
    private static readonly StepKey Place = new("", 0);

    [Fact]
    public async Task A_signal_that_came_before_is_kept_until_the_job_takes_it()
    {
        var id = await AddAsync();
        Assert.Equal(SignalResult.Kept, await SendAsync(id, "go", body: "{\"ok\":true}"));
        Time.Advance(TimeSpan.FromSeconds(2));
        var claimed = await ClaimOneAsync();

        var taken = await TakeAsync(claimed, "go");

        Assert.True(taken.IsHeld);
        Assert.Equal("{\"ok\":true}", Text(taken.Settled!.Steps[0].Result));
        var step = Assert.Single(await Store.ReadStepsAsync(id, 0, Token));
        Assert.True(step.IsDone);
        Assert.Equal(["job.added", "job.signalled", "job.active", "test.taken"], await EventTypesOfAsync(id));
    }

    [Fact]
    public async Task Signals_of_a_name_are_taken_in_order_each_once()
    {
        var id = await AddAsync();
        await SendAsync(id, "go", "a", "1");
        await SendAsync(id, "stop", "b", "2");
        await SendAsync(id, "go", "c", "3");
        var claimed = await ClaimOneAsync();

        Assert.Equal("1", Text((await TakeAsync(claimed, "go", 0)).Settled!.Steps[0].Result));
        Assert.Equal("3", Text((await TakeAsync(claimed, "go", 1)).Settled!.Steps[0].Result));
        Assert.Null((await TakeAsync(claimed, "go", 2)).Settled);
    }

    [Fact]
    public async Task A_job_that_waits_is_woken_by_its_signal_and_by_no_other()
    {
        var (claimed, _) = await StartAsync();
        Assert.Null((await TakeAsync(claimed, "go")).Settled);
        Assert.True(await WaitAsync(claimed, "go"));
        Assert.Equal(JobState.WaitingSignal, (await GetAsync(claimed.Job.Id)).State);

        Assert.Equal(SignalResult.Kept, await SendAsync(claimed.Job.Id, "other"));
        Assert.Equal(JobState.WaitingSignal, (await GetAsync(claimed.Job.Id)).State);
        Assert.Equal(SignalResult.Woke, await SendAsync(claimed.Job.Id, "go"));

        var job = await GetAsync(claimed.Job.Id);
        Assert.Equal((JobState.Ready, 1, 0), (job.State, job.Started, job.Charged));
        Assert.Equal(
            ["job.added", "job.active", "test.asked", "job.waiting", "job.signalled", "job.signalled", "job.ready"], await EventTypesOfAsync(claimed.Job.Id));
    }

    [Fact]
    public async Task A_signal_that_comes_between_looking_and_waiting_is_not_missed()
    {
        var (claimed, worker) = await StartAsync();
        Assert.Null((await TakeAsync(claimed, "go")).Settled);
        Assert.Equal(SignalResult.Kept, await SendAsync(claimed.Job.Id, "go"));

        Assert.True(await WaitAsync(claimed, "go"));

        Assert.Equal(JobState.Ready, (await GetAsync(claimed.Job.Id)).State);
        Assert.NotNull((await TakeAsync(await ClaimOneAsync(worker), "go")).Settled);
    }

    [Fact]
    public async Task Waiting_ends_at_its_time_and_not_before()
    {
        var (claimed, worker) = await StartAsync();
        var until = Time.GetUtcNow() + TimeSpan.FromSeconds(10);
        await TakeAsync(claimed, "go", until: until);
        await WaitAsync(claimed, "go", until);

        Time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, (await Store.PromoteDueAsync(Token)).Promoted);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, (await Store.PromoteDueAsync(Token)).Promoted);

        var again = await ClaimOneAsync(worker);
        var taken = await TakeAsync(again, "go", until: until);
        Assert.Equal("null", Text(taken.Settled!.Steps[0].Result));
    }

    [Fact]
    public async Task The_next_time_to_look_is_the_end_of_the_waiting()
    {
        var (claimed, _) = await StartAsync();
        var until = Time.GetUtcNow() + TimeSpan.FromSeconds(10);
        var waiting = Store.WaitAsync(StoreTopic.Due, Store.Version(StoreTopic.Due), TimeSpan.FromDays(1), Token);

        await WaitAsync(claimed, "go", until);

        await waiting;
        Assert.Equal(until, (await Store.PromoteDueAsync(Token)).NextDue);
    }

    [Fact]
    public async Task A_signal_is_preferred_to_the_end_of_the_time()
    {
        var (claimed, worker) = await StartAsync();
        var until = Time.GetUtcNow() + TimeSpan.FromSeconds(10);
        await TakeAsync(claimed, "go", until: until);
        await WaitAsync(claimed, "go", until);
        Time.Advance(TimeSpan.FromSeconds(11));
        await Store.PromoteDueAsync(Token);
        await SendAsync(claimed.Job.Id, "go", body: "1");

        var taken = await TakeAsync(await ClaimOneAsync(worker), "go", until: until);

        Assert.Equal("1", Text(taken.Settled!.Steps[0].Result));
    }

    [Fact]
    public async Task The_same_signal_sent_again_changes_nothing_even_when_the_job_has_ended()
    {
        var (claimed, _) = await StartAsync();
        await SendAsync(claimed.Job.Id, "go", "once");
        await TakeAsync(claimed, "go");

        Assert.Equal(SignalResult.Duplicate, await SendAsync(claimed.Job.Id, "go", "once"));
        Assert.Null((await TakeAsync(claimed, "go", 1)).Settled);
        await SettleAsync(new Settlement.Complete { Lease = claimed.Lease });

        Assert.Equal(SignalResult.Duplicate, await SendAsync(claimed.Job.Id, "go", "once"));
        Assert.Equal(SignalResult.JobEnded, await SendAsync(claimed.Job.Id, "go", "twice"));
        Assert.Equal(SignalResult.JobUnknown, await SendAsync(New().Id, "go"));
    }

    [Fact]
    public async Task The_same_id_may_go_to_two_jobs()
    {
        var first = await AddAsync();
        var second = await AddAsync();

        Assert.Equal(SignalResult.Kept, await SendAsync(first, "go", "same"));
        Assert.Equal(SignalResult.Kept, await SendAsync(second, "go", "same"));
    }

    [Fact]
    public async Task A_zombie_takes_no_signal()
    {
        var (zombie, worker) = await StartAsync();
        Time.Advance(TimeSpan.FromSeconds(31));
        await Store.RescueAsync(3, Token);
        await SendAsync(zombie.Job.Id, "go", body: "1");

        Assert.False((await TakeAsync(zombie, "go")).IsHeld);
        Assert.False(await WaitAsync(zombie, "go"));

        var heir = await ClaimOneAsync(await BeatAsync());
        Assert.Equal("1", Text((await TakeAsync(heir, "go")).Settled!.Steps[0].Result));
        Assert.NotEqual(worker, heir.Lease.Worker);
    }

    [Fact]
    public async Task A_job_may_wait_for_several_signals_and_for_its_children()
    {
        var (claimed, worker) = await StartAsync();
        var child = New();
        await Store.CommitAsync(new JobCommit { Lease = claimed.Lease, Children = [new NewChild { Job = child }] }, Token);
        Assert.True(await SettleAsync(new Settlement.Wait { Lease = claimed.Lease, Signals = ["a", "b"], Children = true }));
        Assert.Equal(JobState.WaitingSignal, (await GetAsync(claimed.Job.Id)).State);

        await CompleteAsync(worker, child.Id);
        Assert.Equal(JobState.Ready, (await GetAsync(claimed.Job.Id)).State);

        var again = await ClaimOneAsync(worker);
        Assert.True(await SettleAsync(new Settlement.Wait { Lease = again.Lease, Signals = ["a", "b"] }));
        Assert.Equal(SignalResult.Woke, await SendAsync(claimed.Job.Id, "b"));
    }

    [Fact]
    public async Task Children_wake_no_job_that_waits_for_a_signal_alone()
    {
        var (claimed, worker) = await StartAsync();
        var child = New();
        await Store.CommitAsync(new JobCommit { Lease = claimed.Lease, Children = [new NewChild { Job = child }] }, Token);
        await WaitAsync(claimed, "go");

        await CompleteAsync(worker, child.Id);

        Assert.Equal(JobState.WaitingSignal, (await GetAsync(claimed.Job.Id)).State);
    }

    [Fact]
    public async Task A_waiting_job_can_be_cancelled_and_then_takes_no_signal()
    {
        var (claimed, _) = await StartAsync();
        await WaitAsync(claimed, "go");

        Assert.Equal([JobState.Cancelled], await Store.CancelAsync([claimed.Job.Id], "no need", Token));

        Assert.Equal(SignalResult.JobEnded, await SendAsync(claimed.Job.Id, "go"));
    }

    [Fact]
    public async Task Too_many_signals_are_refused_and_room_is_made_by_taking_one()
    {
        var (claimed, _) = await StartAsync();
        for (var i = 0; i < 1000; i++)
        {
            await SendAsync(claimed.Job.Id, "go", $"{i}");
        }

        var error = await Assert.ThrowsAsync<IsaaException>(() => SendAsync(claimed.Job.Id, "go", "more"));
        Assert.Equal("signals_full", error.Code);

        await TakeAsync(claimed, "go");
        Assert.Equal(SignalResult.Kept, await SendAsync(claimed.Job.Id, "go", "more"));
    }

    private async Task<(ClaimedJob Claimed, WorkerId Worker)> StartAsync()
    {
        await AddAsync();
        var worker = await BeatAsync();
        return (await ClaimOneAsync(worker), worker);
    }

    private Task<SignalResult> SendAsync(JobId job, string name, string? id = null, string body = "1") => Store.SignalAsync(
        new NewSignal { Job = job, Name = name, Id = id ?? NewWorker().ToString(), Body = Json(body) }, Token);

    private Task<bool> WaitAsync(ClaimedJob claimed, string name, DateTimeOffset? until = null) =>
        SettleAsync(new Settlement.Wait { Lease = claimed.Lease, Signals = [name], Until = until });

    private Task<SignalTaken> TakeAsync(ClaimedJob claimed, string name, int index = 0, DateTimeOffset? until = null)
    {
        var step = new StepRecord
        {
            Key = Place with { Index = index },
            Name = $"signal:{name}",
            InputHash = "h",
            Kind = StepKind.Repeatable,
            IsDone = false,
            At = Time.GetUtcNow(),
        };
        return Store.TakeSignalAsync(
            new SignalTake
            {
                Lease = claimed.Lease,
                Name = name,
                Until = until,
                Waiting = new JobCommit { Lease = claimed.Lease, Steps = [step], Events = [new NewJobEvent("test.asked")] },
                Settled = signal => new JobCommit
                {
                    Lease = claimed.Lease,
                    Steps = [step with { IsDone = true, Result = signal?.Body ?? Json("null") }],
                    Events = [new NewJobEvent("test.taken")],
                },
            },
            Token);
    }
}
