using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance.Waiting;

/// <summary>Parents and their children, added with them or by them while they run.</summary>
public abstract class ChildrenConformance : JobStoreConformance
{
    [Fact]
    public async Task A_parent_added_with_its_children_runs_when_they_have_ended_and_reads_their_results()
    {
        var child = New();
        var parent = New("test.parent") with { DependsOn = [new JobDependency { Job = child.Id, IsChild = true }] };
        await Store.EnqueueAsync([child, parent], Token);
        Assert.Equal(JobState.Waiting, (await GetAsync(parent.Id)).State);
        Assert.Equal(parent.Id, (await GetAsync(child.Id)).Parent);

        var claimed = await ClaimOneAsync();
        await SettleAsync(new Settlement.Complete { Lease = claimed.Lease, Result = Json("[7]") });

        Assert.Equal(JobState.Ready, (await GetAsync(parent.Id)).State);
        var read = Assert.Single(await Store.ReadDependenciesAsync(parent.Id, childrenOnly: true, Token));
        Assert.Equal((child.Id, JobState.Completed, "[7]"), (read.Job, read.State, Text(read.Result)));
    }

    [Fact]
    public async Task A_running_job_adds_children_and_waits_for_them_without_a_worker()
    {
        var (parent, worker) = await StartParentAsync();
        var children = await AddChildrenAsync(parent, 2);

        Assert.True(await WaitAsync(parent.Lease));

        Assert.Equal(JobState.WaitingChildren, (await GetAsync(parent.Job.Id)).State);
        await CompleteAsync(worker, children[0]);
        Assert.Equal(JobState.WaitingChildren, (await GetAsync(parent.Job.Id)).State);
        await CompleteAsync(worker, children[1]);
        var job = await GetAsync(parent.Job.Id);
        Assert.Equal((JobState.Ready, 1, 0, 0), (job.State, job.Started, job.Charged, job.Stalled));
        Assert.Equal(["job.added", "job.active", "job.waiting", "job.ready"], await EventTypesOfAsync(parent.Job.Id));
    }

    [Fact]
    public async Task A_claim_for_one_job_takes_its_children_and_theirs_and_no_other()
    {
        var (parent, _) = await StartParentAsync();
        var child = (await AddChildrenAsync(parent, 1))[0];
        var worker = await BeatAsync();
        var claimed = await ClaimOnlyAsync(worker, parent.Job.Id);
        Assert.Equal(child, claimed.Job.Id);
        var grandchild = (await AddChildrenAsync(claimed, 1))[0];
        await AddAsync();

        Assert.Equal(grandchild, (await ClaimOnlyAsync(worker, parent.Job.Id)).Job.Id);
        Assert.Empty(await TakeAsync(new ClaimRequest { Worker = worker, Limit = 10, Kinds = ["test.work", "test.parent"], Only = parent.Job.Id }));
    }

    [Fact]
    public async Task Children_are_added_with_the_step_that_says_so_or_not_at_all()
    {
        var (parent, _) = await StartParentAsync();
        Time.Advance(TimeSpan.FromSeconds(31));
        await Store.RescueAsync(3, Token);
        var child = New();

        Assert.False(await Store.CommitAsync(new JobCommit { Lease = parent.Lease, Children = [new NewChild { Job = child }] }, Token));

        Assert.Null(await Store.FindAsync(child.Id, Token));
    }

    [Fact]
    public async Task A_job_whose_children_have_ended_already_goes_on_at_once()
    {
        var (parent, worker) = await StartParentAsync();
        var children = await AddChildrenAsync(parent, 1);
        await CompleteAsync(worker, children[0]);

        Assert.True(await WaitAsync(parent.Lease));

        Assert.Equal(JobState.Ready, (await GetAsync(parent.Job.Id)).State);
    }

    [Fact]
    public async Task A_failed_child_fails_the_parent_that_waits_and_the_other_children_are_cancelled()
    {
        var (parent, worker) = await StartParentAsync();
        var children = await AddChildrenAsync(parent, 3);
        var held = await ClaimChildAsync(worker, children[1]);
        await WaitAsync(parent.Lease);

        await EndBadlyAsync(children[0], "fail");

        var job = await GetAsync(parent.Job.Id);
        Assert.Equal((JobState.Failed, "dependency_failed"), (job.State, job.Error?.Code));
        Assert.Equal(JobState.Cancelled, (await GetAsync(children[2])).State);
        Assert.Equal([new CancelRequest(held.Job.Id, $"its parent {parent.Job.Id} ended")], await Store.ReadCancelRequestsAsync(worker, Token));
    }

    [Fact]
    public async Task A_child_that_failed_while_the_parent_ran_fails_it_when_it_comes_to_wait()
    {
        var (parent, _) = await StartParentAsync();
        var children = await AddChildrenAsync(parent, 1);
        await EndBadlyAsync(children[0], "cancel");
        Assert.Equal(JobState.Active, (await GetAsync(parent.Job.Id)).State);

        Assert.True(await WaitAsync(parent.Lease));

        Assert.Equal((JobState.Failed, "dependency_failed"), (await GetAsync(parent.Job.Id)) is var job ? (job.State, job.Error?.Code) : default);
    }

    [Theory]
    [InlineData(FailurePolicy.Ignore, JobState.WaitingChildren)]
    [InlineData(FailurePolicy.Continue, JobState.Ready)]
    [InlineData(FailurePolicy.Wait, JobState.WaitingChildren)]
    public async Task What_a_failed_child_means_is_said_by_its_policy(FailurePolicy policy, JobState expected)
    {
        var (parent, worker) = await StartParentAsync();
        var children = await AddChildrenAsync(parent, 2, policy);
        await WaitAsync(parent.Lease);

        await EndBadlyAsync(children[0], "fail");

        Assert.Equal(expected, (await GetAsync(parent.Job.Id)).State);
        await CompleteAsync(worker, children[1]);
        Assert.Equal(policy == FailurePolicy.Wait ? JobState.WaitingChildren : JobState.Ready, (await GetAsync(parent.Job.Id)).State);
    }

    [Fact]
    public async Task Cancelling_a_parent_cancels_its_children_and_theirs_but_not_those_that_outlive_it()
    {
        var (parent, worker) = await StartParentAsync();
        var children = await AddChildrenAsync(parent, 1);
        var keeps = await AddChildrenAsync(parent, 1, outlives: true);
        var middle = await ClaimChildAsync(worker, children[0]);
        var grandchildren = await AddChildrenAsync(middle, 1);
        await WaitAsync(middle.Lease);
        await WaitAsync(parent.Lease);

        await Store.CancelAsync([parent.Job.Id], "enough", Token);

        Assert.Equal(JobState.Cancelled, (await GetAsync(children[0])).State);
        Assert.Equal(JobState.Cancelled, (await GetAsync(grandchildren[0])).State);
        Assert.Equal(JobState.Ready, (await GetAsync(keeps[0])).State);
    }

    [Fact]
    public async Task Children_of_a_parent_that_completed_without_waiting_go_on()
    {
        var (parent, worker) = await StartParentAsync();
        var children = await AddChildrenAsync(parent, 1);

        Assert.True(await SettleAsync(new Settlement.Complete { Lease = parent.Lease }));
        await CompleteAsync(worker, children[0]);

        Assert.Equal(JobState.Completed, (await GetAsync(parent.Job.Id)).State);
        Assert.Equal(JobState.Completed, (await GetAsync(children[0])).State);
    }

    [Fact]
    public async Task Retrying_a_parent_by_hand_retries_its_failed_children_and_waits_for_them()
    {
        var (parent, worker) = await StartParentAsync();
        var children = await AddChildrenAsync(parent, 2);
        await WaitAsync(parent.Lease);
        await EndBadlyAsync(children[0], "fail");

        Assert.Equal([JobState.Waiting], await Store.RetryAsync([parent.Job.Id], at: null, Token));

        Assert.Equal(JobState.Ready, (await GetAsync(children[0])).State);
        Assert.Equal(JobState.Ready, (await GetAsync(children[1])).State);
        await CompleteAsync(worker, children[0]);
        await CompleteAsync(worker, children[1]);
        Assert.Equal(JobState.Ready, (await GetAsync(parent.Job.Id)).State);
    }

    [Fact]
    public async Task A_retried_parent_does_not_wait_for_a_child_that_stays_ended_because_another_holds_its_key()
    {
        var (parent, _) = await StartParentAsync();
        var child = New() with { Unique = new UniqueKey { Key = "one" } };
        Assert.True(await Store.CommitAsync(new JobCommit { Lease = parent.Lease, Children = [new NewChild { Job = child }] }, Token));
        await WaitAsync(parent.Lease);
        await EndBadlyAsync(child.Id, "fail");
        await AddAsync(New() with { Unique = new UniqueKey { Key = "one" } });

        Assert.Equal([JobState.Ready], await Store.RetryAsync([parent.Job.Id], at: null, Token));

        Assert.Equal(JobState.Failed, (await GetAsync(child.Id)).State);
        Assert.Equal(JobState.Ready, (await GetAsync(parent.Job.Id)).State);
    }

    [Fact]
    public async Task A_child_that_would_wait_for_its_own_parent_is_refused()
    {
        var (parent, _) = await StartParentAsync();
        var between = await AddAsync(New() with { DependsOn = [parent.Job.Id] });
        var child = New() with { DependsOn = [between] };

        var error = await Assert.ThrowsAsync<IsaaException>(
            () => Store.CommitAsync(new JobCommit { Lease = parent.Lease, Children = [new NewChild { Job = child }] }, Token));

        Assert.Equal("flow_cycle", error.Code);
        Assert.Null(await Store.FindAsync(child.Id, Token));
        Assert.True(await SettleAsync(new Settlement.Complete { Lease = parent.Lease }));
    }

    [Fact]
    public async Task Children_may_depend_on_one_another()
    {
        var (parent, worker) = await StartParentAsync();
        var first = New();
        var second = New() with { DependsOn = [first.Id] };
        await Store.CommitAsync(new JobCommit { Lease = parent.Lease, Children = [new NewChild { Job = first }, new NewChild { Job = second }] }, Token);
        await WaitAsync(parent.Lease);

        await CompleteAsync(worker, first.Id);
        await CompleteAsync(worker, second.Id);

        Assert.Equal(JobState.Ready, (await GetAsync(parent.Job.Id)).State);
    }

    [Fact]
    public async Task A_zombie_that_waits_changes_nothing()
    {
        var (parent, _) = await StartParentAsync();
        await AddChildrenAsync(parent, 1);
        Time.Advance(TimeSpan.FromSeconds(31));
        await Store.RescueAsync(3, Token);

        Assert.False(await WaitAsync(parent.Lease));

        Assert.Equal(JobState.Ready, (await GetAsync(parent.Job.Id)).State);
    }

    [Fact]
    public async Task A_job_that_was_to_be_cancelled_ends_instead_of_waiting()
    {
        var (parent, _) = await StartParentAsync();
        var children = await AddChildrenAsync(parent, 1);
        await Store.CancelAsync([parent.Job.Id], "stop", Token);

        Assert.True(await WaitAsync(parent.Lease));

        Assert.Equal((JobState.Cancelled, "stop"), (await GetAsync(parent.Job.Id)) is var job ? (job.State, job.CancelReason) : default);
        Assert.Equal(JobState.Cancelled, (await GetAsync(children[0])).State);
    }

    private Task<bool> WaitAsync(Lease lease) => SettleAsync(new Settlement.Wait { Lease = lease, Children = true });

    private async Task<(ClaimedJob Parent, WorkerId Worker)> StartParentAsync()
    {
        await AddAsync();
        var worker = await BeatAsync();
        return (await ClaimOneAsync(worker), worker);
    }

    private async Task<IReadOnlyList<JobId>> AddChildrenAsync(
        ClaimedJob parent, int count, FailurePolicy policy = FailurePolicy.Fail, bool outlives = false)
    {
        var children = Enumerable.Range(0, count).Select(_ => new NewChild { Job = New(), OnFailure = policy, OutlivesParent = outlives }).ToList();
        Assert.True(await Store.CommitAsync(new JobCommit { Lease = parent.Lease, Children = children }, Token));
        return [.. children.Select(c => c.Job.Id)];
    }

    private Task<ClaimedJob> ClaimChildAsync(WorkerId worker, JobId child) => ClaimOnlyAsync(worker, child);
}
