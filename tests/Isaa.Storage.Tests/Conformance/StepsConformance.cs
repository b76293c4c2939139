using Isaa.Jobs.Events;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance;

public abstract class StepsConformance : JobStoreConformance
{
    [Fact]
    public async Task A_step_comes_back_as_it_was_kept()
    {
        var id = await AddAsync();
        var lease = (await ClaimOneAsync()).Lease;
        var intent = Step("0/map", 3, "call-7") with { IsDone = false, Result = null };
        var done = Step("", 0);

        Assert.True(await Store.CommitAsync(new JobCommit { Lease = lease, Steps = [intent, done] }, Token));

        var steps = await Store.ReadStepsAsync(id, 0, Token);
        Assert.Equal(intent, steps[0]);
        Assert.Equal(done with { Result = null }, steps[1] with { Result = null });
        Assert.Equal("[0]", Text(steps[1].Result));
    }

    [Fact]
    public async Task A_result_replaces_its_intent_and_keeps_its_place_in_the_order()
    {
        var id = await AddAsync();
        var lease = (await ClaimOneAsync()).Lease;
        var first = Step("a", 0) with { IsDone = false, Result = null };
        await Store.CommitAsync(new JobCommit { Lease = lease, Steps = [first] }, Token);
        await Store.CommitAsync(new JobCommit { Lease = lease, Steps = [Step("b", 0)] }, Token);

        await Store.CommitAsync(new JobCommit { Lease = lease, Steps = [first with { IsDone = true, Result = Json("1") }] }, Token);

        var steps = await Store.ReadStepsAsync(id, 0, Token);
        Assert.Equal(["a", "b"], steps.Select(s => s.Key.Path));
        Assert.True(steps[0].IsDone);
        Assert.Equal("1", Text(steps[0].Result));
        Assert.Equal(["b"], (await Store.ReadStepsAsync(id, 1, Token)).Select(s => s.Key.Path));
    }

    [Fact]
    public async Task Path_index_and_call_tell_steps_apart()
    {
        var id = await AddAsync();
        var lease = (await ClaimOneAsync()).Lease;

        await Store.CommitAsync(new JobCommit { Lease = lease, Steps = [Step("a", 0), Step("a", 1), Step("b", 0), Step("a", 0, "x"), Step("a", 0)] }, Token);

        Assert.Equal(4, (await Store.ReadStepsAsync(id, 0, Token)).Count);
    }

    [Fact]
    public async Task Steps_belong_to_their_job()
    {
        await AddAsync();
        var other = await AddAsync();
        var lease = (await ClaimOneAsync()).Lease;
        await Store.CommitAsync(new JobCommit { Lease = lease, Steps = [Step("a", 0)] }, Token);

        Assert.Empty(await Store.ReadStepsAsync(other, 0, Token));
        Assert.Empty(await Store.ReadStepsAsync(New().Id, 0, Token));
    }

    [Fact]
    public async Task The_next_attempt_gets_the_newest_snapshot()
    {
        await AddAsync();
        var worker = await BeatAsync();
        var lease = (await ClaimOneAsync(worker)).Lease;
        await Store.CommitAsync(new JobCommit { Lease = lease, Snapshot = new JobSnapshot { State = Json("1"), StepsFolded = 1 } }, Token);
        await Store.CommitAsync(new JobCommit { Lease = lease, Snapshot = new JobSnapshot { State = Json("2"), StepsFolded = 5 } }, Token);
        await SettleAsync(new Settlement.Release { Lease = lease, Reason = "again" });

        var snapshot = (await ClaimOneAsync(worker)).Snapshot;

        Assert.Equal(("2", 5), (Text(snapshot!.State), snapshot.StepsFolded));
    }

    [Fact]
    public async Task A_zombie_keeps_nothing()
    {
        var id = await AddAsync();
        var zombie = await ClaimOneAsync();
        Time.Advance(TimeSpan.FromSeconds(31));
        await Store.RescueAsync(3, Token);
        var events = (await EventsOfAsync(id)).Count;

        var commit = new JobCommit
        {
            Lease = zombie.Lease,
            Steps = [Step("a", 0)],
            Snapshot = new JobSnapshot { State = Json("1"), StepsFolded = 1 },
            Events = [new NewJobEvent("test.zombie")],
        };

        Assert.False(await Store.CommitAsync(commit, Token));
        Assert.Empty(await Store.ReadStepsAsync(id, 0, Token));
        Assert.Equal(events, (await EventsOfAsync(id)).Count);
        Assert.Null((await ClaimOneAsync()).Snapshot);
    }

    [Fact]
    public async Task Commits_side_by_side_all_stand()
    {
        var id = await AddAsync();
        var lease = (await ClaimOneAsync()).Lease;

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Store.CommitAsync(new JobCommit { Lease = lease, Steps = [Step("p", i)] }, Token)));

        Assert.Equal(Enumerable.Range(0, 50), (await Store.ReadStepsAsync(id, 0, Token)).Select(s => s.Key.Index).Order());
    }

    private StepRecord Step(string path, int index, string call = "") => new()
    {
        Key = new StepKey(path, index, call),
        Name = "tool:test",
        InputHash = "hash" + index,
        Kind = StepKind.Reconcilable,
        IsDone = true,
        Result = Json($"[{index}]"),
        At = Time.GetUtcNow(),
    };
}
