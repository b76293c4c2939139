using Isaa.Jobs;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance.Waiting;

/// <summary>The watchdog finds nothing in a sound store, and sets right what is not.</summary>
public abstract class WaitCheckConformance : JobStoreConformance
{
    [Fact]
    public async Task In_a_sound_store_nothing_is_repaired()
    {
        var first = await AddAsync();
        await AddAsync(New() with { DependsOn = [first] });
        var failed = await AddAsync();
        await AddAsync(New() with { DependsOn = [new JobDependency { Job = failed, OnFailure = FailurePolicy.Wait }] });
        await EndBadlyAsync(failed, "fail");
        await AddWaitingForSignalAsync();

        var check = await Store.CheckWaitsAsync(0, 100, Token);

        Assert.Equal(new WaitCheck(3, 0, 0), check);
        Assert.Equal(JobState.Ready, (await GetAsync(first)).State);
    }

    [Fact]
    public async Task A_wrong_count_of_open_dependencies_is_set_right()
    {
        var first = await AddAsync();
        var waiting = await AddAsync(New() with { DependsOn = [first] });
        await DamageAsync("UPDATE isaa_jobs SET pending = 2 WHERE pending = 1");
        await CompleteAsync(await BeatAsync(), first);
        Assert.Equal(JobState.Waiting, (await GetAsync(waiting)).State);

        Assert.Equal(1, (await Store.CheckWaitsAsync(0, 100, Token)).Repaired);

        Assert.Equal(JobState.Ready, (await GetAsync(waiting)).State);
    }

    [Theory]
    [InlineData(FailurePolicy.Fail, JobState.Failed)]
    [InlineData(FailurePolicy.Ignore, JobState.Ready)]
    [InlineData(FailurePolicy.Continue, JobState.Ready)]
    [InlineData(FailurePolicy.Wait, JobState.Waiting)]
    public async Task An_end_that_nobody_was_told_of_is_told(FailurePolicy policy, JobState expected)
    {
        var first = await AddAsync();
        var waiting = await AddAsync(New() with { DependsOn = [new JobDependency { Job = first, OnFailure = policy }] });
        await DamageAsync("UPDATE isaa_jobs SET watched = 0 WHERE watched = 1");
        await EndBadlyAsync(first, "fail");
        Assert.Equal(JobState.Waiting, (await GetAsync(waiting)).State);

        await Store.CheckWaitsAsync(0, 100, Token);

        Assert.Equal(expected, (await GetAsync(waiting)).State);
    }

    [Fact]
    public async Task A_signal_that_woke_nobody_wakes_its_job()
    {
        var id = await AddWaitingForSignalAsync();
        await DamageAsync("UPDATE isaa_waits SET name = 'mislaid' WHERE name = 'go'");
        await Store.SignalAsync(new NewSignal { Job = id, Name = "go", Id = "1", Body = Json("1") }, Token);
        await DamageAsync("UPDATE isaa_waits SET name = 'go' WHERE name = 'mislaid'");

        Assert.Equal(1, (await Store.CheckWaitsAsync(0, 100, Token)).Repaired);

        Assert.Equal(JobState.Ready, (await GetAsync(id)).State);
    }

    [Fact]
    public async Task All_waiting_jobs_are_looked_at_page_by_page()
    {
        var first = await AddAsync();
        for (var i = 0; i < 5; i++)
        {
            await AddAsync(New() with { DependsOn = [first] });
        }

        var (looked, after) = (0, 0L);
        do
        {
            var check = await Store.CheckWaitsAsync(after, 2, Token);
            (looked, after) = (looked + check.Looked, check.Next);
        }
        while (after != 0);

        Assert.Equal(5, looked);
    }

    private async Task<JobId> AddWaitingForSignalAsync()
    {
        var id = await AddAsync();
        var claimed = await ClaimOnlyAsync(await BeatAsync(), id);
        Assert.True(await SettleAsync(new Settlement.Wait { Lease = claimed.Lease, Signals = ["go"] }));
        return id;
    }

    private Task<bool> DamageAsync(string sql) => Fixture.Database.WriteAsync(
        context =>
        {
            Assert.NotEqual(0, context.Statement(sql).RunCounted());
            return true;
        },
        Token);
}
