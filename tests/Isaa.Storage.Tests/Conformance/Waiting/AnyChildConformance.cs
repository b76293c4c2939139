using Isaa.Jobs;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance.Waiting;

/// <summary>Parents that go on with the first child that ends, and those that let a failed child run again.</summary>
public abstract class AnyChildConformance : JobStoreConformance
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_first_child_that_ends_wakes_its_parent(bool alsoWaitsForSignal)
    {
        var (parent, worker) = await StartParentAsync();
        var children = await AddChildrenAsync(parent, 3);

        Assert.True(await WaitForAnyAsync(parent.Lease, children, alsoWaitsForSignal ? ["news"] : []));
        Assert.Equal(alsoWaitsForSignal ? JobState.WaitingSignal : JobState.WaitingChildren, (await GetAsync(parent.Job.Id)).State);

        await CompleteAsync(worker, children[1]);
        Assert.Equal(JobState.Ready, (await GetAsync(parent.Job.Id)).State);

        var again = await ClaimOnlyAsync(worker, parent.Job.Id);
        Assert.Equal(parent.Job.Id, again.Job.Id);
        Assert.True(await WaitForAnyAsync(again.Lease, [children[0], children[2]]));
        Assert.Equal(JobState.WaitingChildren, (await GetAsync(parent.Job.Id)).State);
        await EndBadlyAsync(children[2], "fail");
        Assert.Equal(JobState.Ready, (await GetAsync(parent.Job.Id)).State);
    }

    [Fact]
    public async Task A_child_that_ended_between_looking_and_waiting_is_not_missed()
    {
        var (parent, worker) = await StartParentAsync();
        var children = await AddChildrenAsync(parent, 2);
        await CompleteAsync(worker, children[0]);

        Assert.True(await WaitForAnyAsync(parent.Lease, children));

        Assert.Equal(JobState.Ready, (await GetAsync(parent.Job.Id)).State);
    }

    [Fact]
    public async Task A_parent_that_waits_for_all_is_not_woken_by_the_first()
    {
        var (parent, worker) = await StartParentAsync();
        var children = await AddChildrenAsync(parent, 2);
        Assert.True(await WaitForAnyAsync(parent.Lease, children));
        await CompleteAsync(worker, children[0]);
        var again = await ClaimOnlyAsync(worker, parent.Job.Id);

        Assert.True(await SettleAsync(new Settlement.Wait { Lease = again.Lease, Children = true }));
        Assert.Equal(JobState.WaitingChildren, (await GetAsync(parent.Job.Id)).State);
        await CompleteAsync(worker, children[1]);
        Assert.Equal(JobState.Ready, (await GetAsync(parent.Job.Id)).State);
    }

    [Fact]
    public async Task Waiting_for_the_first_child_leaves_a_sound_store()
    {
        var (parent, worker) = await StartParentAsync();
        var children = await AddChildrenAsync(parent, 2);
        await WaitForAnyAsync(parent.Lease, children);
        Assert.Equal(0, (await Store.CheckWaitsAsync(0, 100, Token)).Repaired);

        await CompleteAsync(worker, children[0]);
        var again = await ClaimOnlyAsync(worker, parent.Job.Id);
        await WaitForAnyAsync(again.Lease, [children[1]]);
        Assert.Equal(0, (await Store.CheckWaitsAsync(0, 100, Token)).Repaired);
    }

    [Theory]
    [InlineData("fail")]
    [InlineData("cancel")]
    public async Task A_running_parent_lets_a_child_that_ended_badly_run_again_and_waits_for_it(string way)
    {
        var (parent, worker) = await StartParentAsync();
        var children = await AddChildrenAsync(parent, 2);
        await EndBadlyAsync(children[0], way);
        await CompleteAsync(worker, children[1]);

        Assert.True(await Store.CommitAsync(new JobCommit { Lease = parent.Lease, RetryChildren = children }, Token));
        Assert.Equal(JobState.Ready, (await GetAsync(children[0])).State);
        Assert.Equal(JobState.Completed, (await GetAsync(children[1])).State);

        Assert.True(await WaitForAnyAsync(parent.Lease, [children[0]]));
        Assert.Equal(JobState.WaitingChildren, (await GetAsync(parent.Job.Id)).State);
        await CompleteAsync(worker, children[0]);
        Assert.Equal(JobState.Ready, (await GetAsync(parent.Job.Id)).State);
        Assert.Equal(0, (await Store.CheckWaitsAsync(0, 100, Token)).Repaired);
    }

    [Theory]
    [InlineData("complete")]
    [InlineData("fail")]
    [InlineData("cancel")]
    public async Task A_job_waits_for_another_that_is_no_child_of_it_until_that_ends_in_whatever_way(string way)
    {
        var (job, worker) = await StartParentAsync();
        var other = await AddAsync();

        Assert.True(await WaitForAnyAsync(job.Lease, [other]));
        Assert.Equal(JobState.WaitingChildren, (await GetAsync(job.Job.Id)).State);
        Assert.Equal(other, Assert.Single(await Store.ReadDependenciesAsync(job.Job.Id, childrenOnly: false, Token)).Job);
        await (way == "complete" ? CompleteAsync(worker, other) : EndBadlyAsync(other, way));

        Assert.Equal(JobState.Ready, (await GetAsync(job.Job.Id)).State);
    }

    [Fact]
    public async Task Who_no_longer_waits_for_another_job_is_not_woken_by_it_and_may_wait_for_it_again()
    {
        var (job, worker) = await StartParentAsync();
        var (first, second) = (await AddAsync(), await AddAsync());
        Assert.True(await WaitForAnyAsync(job.Lease, [first, second]));
        await CompleteAsync(worker, first);
        var again = await ClaimOnlyAsync(worker, job.Job.Id);
        var children = await AddChildrenAsync(again, 1);

        Assert.True(await SettleAsync(new Settlement.Wait { Lease = again.Lease, Children = true }));
        await CompleteAsync(worker, children[0]);
        var third = await ClaimOnlyAsync(worker, job.Job.Id);
        Assert.True(await WaitForAnyAsync(third.Lease, [second]));
        Assert.Equal(JobState.WaitingChildren, (await GetAsync(job.Job.Id)).State);
        await EndBadlyAsync(second, "cancel");

        Assert.Equal(JobState.Ready, (await GetAsync(job.Job.Id)).State);
        Assert.Equal(0, (await Store.CheckWaitsAsync(0, 100, Token)).Repaired);
    }

    [Fact]
    public async Task A_job_of_another_tenant_is_not_waited_for()
    {
        var (job, _) = await StartParentAsync();
        var other = await AddAsync(New() with { Tenant = "other" });

        Assert.True(await WaitForAnyAsync(job.Lease, [other]));

        Assert.Equal(JobState.Ready, (await GetAsync(job.Job.Id)).State);
    }

    [Fact]
    public async Task Only_children_of_the_job_are_run_again_by_it()
    {
        var (parent, _) = await StartParentAsync();
        var stranger = await AddAsync();
        await EndBadlyAsync(stranger, "fail");

        Assert.True(await Store.CommitAsync(new JobCommit { Lease = parent.Lease, RetryChildren = [stranger] }, Token));

        Assert.Equal(JobState.Failed, (await GetAsync(stranger)).State);
    }

    [Fact]
    public async Task Which_jobs_have_ended_is_found_in_one_look()
    {
        var worker = await BeatAsync();
        var (waits, done, failed, unknown) = (await AddAsync(), await AddAsync(), await AddAsync(), New().Id);
        await CompleteAsync(worker, done);
        await EndBadlyAsync(failed, "fail");

        Assert.Equal([done, failed, unknown], await Store.FindEndedAsync([waits, done, failed, unknown], Token));
    }

    private Task<bool> WaitForAnyAsync(Lease lease, IReadOnlyList<JobId> children, string[]? signals = null) =>
        SettleAsync(new Settlement.Wait { Lease = lease, AnyOf = children, Signals = signals ?? [] });

    private async Task<(ClaimedJob Parent, WorkerId Worker)> StartParentAsync()
    {
        await AddAsync();
        var worker = await BeatAsync();
        return (await ClaimOneAsync(worker), worker);
    }

    private async Task<IReadOnlyList<JobId>> AddChildrenAsync(ClaimedJob parent, int count)
    {
        var children = Enumerable.Range(0, count).Select(_ => new NewChild { Job = New(), OnFailure = FailurePolicy.Ignore }).ToList();
        Assert.True(await Store.CommitAsync(new JobCommit { Lease = parent.Lease, Children = children }, Token));
        return [.. children.Select(c => c.Job.Id)];
    }
}
