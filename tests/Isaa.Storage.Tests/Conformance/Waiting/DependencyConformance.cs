using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance.Waiting;

/// <summary>Jobs that wait for jobs that were there before.</summary>
public abstract class DependencyConformance : JobStoreConformance
{
    [Fact]
    public async Task A_job_waits_until_the_last_of_its_dependencies_has_ended()
    {
        var first = await AddAsync();
        var second = await AddAsync();
        var waiting = await AddAsync(New() with { DependsOn = [first, second] });
        var worker = await BeatAsync();

        Assert.Equal(JobState.Waiting, (await GetAsync(waiting)).State);
        await CompleteAsync(worker, first);
        Assert.Equal(JobState.Waiting, (await GetAsync(waiting)).State);
        Time.Advance(TimeSpan.FromSeconds(3));
        await CompleteAsync(worker, second);

        var job = await GetAsync(waiting);
        Assert.Equal((JobState.Ready, Time.GetUtcNow()), (job.State, job.RunAt));
        Assert.Equal(["job.added", "job.ready"], await EventTypesOfAsync(waiting));
        Assert.Equal(waiting, (await ClaimOneAsync(worker)).Job.Id);
    }

    [Fact]
    public async Task A_job_that_depends_on_what_has_ended_is_ready_at_once()
    {
        var done = await AddAsync();
        await CompleteAsync(await BeatAsync(), done);

        var id = await AddAsync(New() with { DependsOn = [done] });

        Assert.Equal(JobState.Ready, (await GetAsync(id)).State);
    }

    [Fact]
    public async Task A_job_whose_time_has_not_come_when_its_dependencies_end_is_delayed()
    {
        var first = await AddAsync();
        var at = Time.GetUtcNow() + TimeSpan.FromMinutes(1);
        var waiting = await AddAsync(New() with { DependsOn = [first], RunAt = at });

        Time.Advance(TimeSpan.FromSeconds(1));
        await CompleteAsync(await BeatAsync(), first);

        Assert.Equal((JobState.Delayed, at), (await GetAsync(waiting)) is var job ? (job.State, job.RunAt) : default);
        Time.Advance(TimeSpan.FromMinutes(1));
        await Store.PromoteDueAsync(Token);
        Assert.Equal(JobState.Ready, (await GetAsync(waiting)).State);
    }

    [Fact]
    public async Task Time_alone_does_not_let_a_waiting_job_go()
    {
        var first = await AddAsync();
        var waiting = await AddAsync(New() with { DependsOn = [first], RunAt = Time.GetUtcNow() + TimeSpan.FromSeconds(1) });

        Time.Advance(TimeSpan.FromHours(1));
        await Store.PromoteDueAsync(Token);

        Assert.Equal(JobState.Waiting, (await GetAsync(waiting)).State);
    }

    public static TheoryData<string> BadEnds => ["fail", "cancel", "die"];

    [Theory]
    [MemberData(nameof(BadEnds))]
    public async Task A_dependency_that_does_not_end_well_fails_the_job_and_all_that_wait_for_it(string way)
    {
        var first = await AddAsync();
        var second = await AddAsync(New() with { DependsOn = [first] });
        var third = await AddAsync(New() with { DependsOn = [second] });

        await EndBadlyAsync(first, way);

        foreach (var id in (JobId[])[second, third])
        {
            var job = await GetAsync(id);
            Assert.Equal((JobState.Failed, "dependency_failed", 0), (job.State, job.Error?.Code, job.Started));
            Assert.Equal(Time.GetUtcNow(), job.FinishedAt);
            Assert.Equal(["job.added", "job.failed"], await EventTypesOfAsync(id));
        }

        Assert.Contains(first.ToString(), (await GetAsync(second)).Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_added_after_its_dependency_failed_fails_as_well()
    {
        var first = await AddAsync();
        await EndBadlyAsync(first, "fail");

        var id = await AddAsync(New() with { DependsOn = [first] });

        Assert.Equal((JobState.Failed, "dependency_failed"), (await GetAsync(id)) is var job ? (job.State, job.Error?.Code) : default);
        Assert.Equal(["job.added", "job.failed"], await EventTypesOfAsync(id));
    }

    [Theory]
    [MemberData(nameof(BadEnds))]
    public async Task An_ignored_failure_counts_as_an_end_and_the_rest_is_waited_for(string way)
    {
        var bad = await AddAsync();
        var good = await AddAsync();
        var waiting = await AddAsync(New() with { DependsOn = [On(bad, FailurePolicy.Ignore), good] });

        await EndBadlyAsync(bad, way);
        Assert.Equal(JobState.Waiting, (await GetAsync(waiting)).State);
        await CompleteAsync(await BeatAsync(), good);

        Assert.Equal(JobState.Ready, (await GetAsync(waiting)).State);
    }

    [Theory]
    [MemberData(nameof(BadEnds))]
    public async Task A_failure_to_continue_after_lets_the_job_go_on_without_the_rest(string way)
    {
        var bad = await AddAsync();
        var open = await AddAsync();
        var waiting = await AddAsync(New() with { DependsOn = [On(bad, FailurePolicy.Continue), open] });

        await EndBadlyAsync(bad, way);

        Assert.Equal(JobState.Ready, (await GetAsync(waiting)).State);
        Assert.All(await Store.ReadDependenciesAsync(waiting, childrenOnly: false, Token), d => Assert.False(d.IsOpen));
        await Store.CancelAsync([open], "too late", Token);
        Assert.Equal(JobState.Ready, (await GetAsync(waiting)).State);
    }

    [Theory]
    [MemberData(nameof(BadEnds))]
    public async Task A_failure_to_wait_for_holds_until_a_retry_ends_well(string way)
    {
        var bad = await AddAsync();
        var waiting = await AddAsync(New() with { DependsOn = [On(bad, FailurePolicy.Wait)] });
        await EndBadlyAsync(bad, way);
        Assert.Equal(JobState.Waiting, (await GetAsync(waiting)).State);

        await Store.RetryAsync([bad], at: null, Token);
        await CompleteAsync(await BeatAsync(), bad);

        Assert.Equal(JobState.Ready, (await GetAsync(waiting)).State);
    }

    [Fact]
    public async Task A_dependency_nobody_has_is_refused_and_nothing_is_added()
    {
        var other = New();
        var job = New() with { DependsOn = [New().Id] };

        var error = await Assert.ThrowsAsync<IsaaException>(() => Store.EnqueueAsync([other, job], Token));

        Assert.Equal("dependency_unknown", error.Code);
        Assert.Null(await Store.FindAsync(job.Id, Token));
        Assert.Null(await Store.FindAsync(other.Id, Token));
    }

    [Fact]
    public async Task A_job_of_another_tenant_cannot_be_depended_on()
    {
        var theirs = await AddAsync(New() with { Tenant = "they" });

        var error = await Assert.ThrowsAsync<IsaaException>(() => Store.EnqueueAsync([New() with { Tenant = "we", DependsOn = [theirs] }], Token));

        Assert.Equal("dependency_unknown", error.Code);
    }

    [Fact]
    public async Task A_whole_graph_across_queues_is_added_at_once_and_runs_in_its_order()
    {
        var root = New() with { Queue = "a" };
        var left = New() with { Queue = "b", DependsOn = [root.Id] };
        var right = New() with { Queue = "c", DependsOn = [root.Id] };
        var last = New() with { Queue = "a", DependsOn = [left.Id, right.Id] };
        Assert.All(await Store.EnqueueAsync([root, left, right, last], Token), r => Assert.True(r.IsNew));
        var worker = await BeatAsync();

        var order = new List<JobId>();
        for (var i = 0; i < 4; i++)
        {
            var claimed = (await ClaimAsync(worker, 1)).Single();
            order.Add(claimed.Job.Id);
            await SettleAsync(new Settlement.Complete { Lease = claimed.Lease });
        }

        Assert.Equal(root.Id, order[0]);
        Assert.Equal(new HashSet<JobId> { left.Id, right.Id }, order[1..3].ToHashSet());
        Assert.Equal(last.Id, order[3]);
    }

    [Fact]
    public async Task Adding_a_job_again_leaves_its_dependencies_as_they_were()
    {
        var first = await AddAsync();
        var job = New() with { DependsOn = [first] };
        await AddAsync(job);

        Assert.False(Assert.Single(await Store.EnqueueAsync([job with { DependsOn = [] }], Token)).IsNew);

        Assert.Equal(JobState.Waiting, (await GetAsync(job.Id)).State);
        Assert.Equal([first], (await Store.ReadDependenciesAsync(job.Id, childrenOnly: false, Token)).Select(d => d.Job));
    }

    [Fact]
    public async Task A_cancelled_job_no_longer_waits_and_what_it_waited_for_goes_on()
    {
        var first = await AddAsync();
        var waiting = await AddAsync(New() with { DependsOn = [first] });

        await Store.CancelAsync([waiting], "enough", Token);
        await CompleteAsync(await BeatAsync(), first);

        Assert.Equal(JobState.Cancelled, (await GetAsync(waiting)).State);
        Assert.Equal(JobState.Completed, (await GetAsync(first)).State);
    }

    [Fact]
    public async Task A_job_retried_by_hand_waits_again_for_what_has_not_ended()
    {
        var first = await AddAsync();
        var waiting = await AddAsync(New() with { DependsOn = [first] });
        await EndBadlyAsync(first, "fail");
        await Store.RetryAsync([first], at: null, Token);

        Assert.Equal([JobState.Waiting], await Store.RetryAsync([waiting], at: null, Token));
        await CompleteAsync(await BeatAsync(), first);

        Assert.Equal(JobState.Ready, (await GetAsync(waiting)).State);
    }

    [Fact]
    public async Task A_job_retried_by_hand_runs_although_what_it_depended_on_failed()
    {
        var first = await AddAsync();
        var waiting = await AddAsync(New() with { DependsOn = [first] });
        await EndBadlyAsync(first, "fail");

        Assert.Equal([JobState.Ready], await Store.RetryAsync([waiting], at: null, Token));
    }

    [Fact]
    public async Task The_results_of_dependencies_can_be_read_in_the_order_in_which_they_were_given()
    {
        var first = New() with { Label = "one" };
        var second = New("test.other");
        await Store.EnqueueAsync([first, second], Token);
        var waiting = await AddAsync(New() with { DependsOn = [On(first.Id, FailurePolicy.Ignore), second.Id] });
        var claimed = Assert.Single(await ClaimAsync(await BeatAsync()));
        await SettleAsync(new Settlement.Fail { Lease = claimed.Lease, Error = Error("no"), Result = Json("{\"half\":1}") });

        var read = await Store.ReadDependenciesAsync(waiting, childrenOnly: false, Token);

        Assert.Equal([first.Id, second.Id], read.Select(d => d.Job));
        Assert.Equal(("test.work", "one", JobState.Failed, false, FailurePolicy.Ignore, false),
            (read[0].Kind, read[0].Label, read[0].State, read[0].IsChild, read[0].OnFailure, read[0].IsOpen));
        Assert.Equal("{\"half\":1}", Text(read[0].Result));
        Assert.Equal(Error("no"), read[0].Error);
        Assert.Equal(("test.other", JobState.Ready, true), (read[1].Kind, read[1].State, read[1].IsOpen));
        Assert.Empty(await Store.ReadDependenciesAsync(waiting, childrenOnly: true, Token));
    }

    [Fact]
    public async Task A_long_chain_of_jobs_fails_to_its_end()
    {
        var jobs = new List<NewJob> { New() };
        for (var i = 1; i < 3000; i++)
        {
            jobs.Add(New() with { DependsOn = [jobs[^1].Id] });
        }

        await Store.EnqueueAsync(jobs, Token);
        await Store.CancelAsync([jobs[0].Id], "no", Token);

        Assert.Equal((JobState.Failed, "dependency_failed"), (await GetAsync(jobs[^1].Id)) is var job ? (job.State, job.Error?.Code) : default);
    }

    private static JobDependency On(JobId job, FailurePolicy policy) => new() { Job = job, OnFailure = policy };
}
