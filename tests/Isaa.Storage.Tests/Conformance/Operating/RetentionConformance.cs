using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Duties;
using Isaa.Jobs.Events;
using Isaa.Jobs.Retention;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance.Operating;

public abstract class RetentionConformance : JobStoreConformance
{
    private IRetentionStore Retention => Fixture.Retention;

    [Fact]
    public async Task Ended_jobs_come_in_the_order_of_their_ending_page_by_page()
    {
        var first = await AddAsync(New() with { Queue = "a" });
        var second = await AddAsync(New() with { Queue = "b", Tenant = "t" });
        await AddAsync();
        await Store.CancelAsync([second], "no", Token);
        Time.Advance(TimeSpan.FromSeconds(1));
        await Store.CancelAsync([first], "no", Token);

        var page = await Retention.ReadEndedAsync(null, 1, Token);
        var next = await Retention.ReadEndedAsync(page[0], 5, Token);

        Assert.Equal(("t", "b", JobState.Cancelled, 7L), (page[0].Tenant, page[0].Queue, page[0].State, page[0].Bytes));
        Assert.Equal(Time.GetUtcNow(), Assert.Single(next).FinishedAt);
        Assert.Empty(await Retention.ReadEndedAsync(next[0], 5, Token));
    }

    [Fact]
    public async Task Ended_jobs_of_a_queue_are_added_up_with_their_arguments_and_results()
    {
        await AddAsync();
        await SettleAsync(new Settlement.Complete { Lease = (await ClaimOneAsync()).Lease, Result = Json("[1,2]") });
        await Store.CancelAsync([await AddAsync()], "no", Token);

        Assert.Equal(new EndedSum("default", "default", JobState.Completed, 1, 12), await Retention.SumEndedAsync("default", "default", JobState.Completed, Token));
        Assert.Equal(new EndedSum("default", "other", JobState.Completed, 0, 0), await Retention.SumEndedAsync("default", "other", JobState.Completed, Token));
    }

    [Fact]
    public async Task Deleting_a_job_deletes_all_that_is_its_own_and_nothing_else()
    {
        var job = await AddAsync(New() with { Label = "gone" });
        var claimed = await ClaimOneAsync();
        var step = new StepRecord
        {
            Key = new StepKey("", 0, ""),
            Name = "s",
            InputHash = "h",
            Kind = StepKind.Repeatable,
            IsDone = true,
            At = Time.GetUtcNow(),
            Result = Json("1"),
        };
        await Store.CommitAsync(new JobCommit { Lease = claimed.Lease, Steps = [step], Snapshot = new JobSnapshot { StepsFolded = 1, State = Json("{}") } }, Token);
        await SettleAsync(new Settlement.Complete { Lease = claimed.Lease, Result = Json("1") });
        var other = await AddAsync(New() with { Label = "gone too" });
        await Search.IndexAsync(100, Token);

        Assert.Equal(1, await DeleteAllEndedAsync());

        Assert.Null(await Store.FindAsync(job, Token));
        Assert.Empty(await Store.ReadStepsAsync(job, 0, Token));
        Assert.Empty(await EventsOfAsync(job));
        Assert.Equal([other], (await Search.ListAsync(new JobQuery { Filter = new JobFilter { Text = "gone" } }, Token)).Jobs.Select(j => j.Id));
        Assert.Equal(["job.added"], await EventTypesOfAsync(other));
    }

    [Fact]
    public async Task A_job_stays_while_one_that_waited_for_it_has_not_ended()
    {
        var first = await AddAsync();
        var waiting = await AddAsync(New() with { DependsOn = [first] });
        var worker = await BeatAsync();
        await CompleteAsync(worker, first);

        Assert.Equal(0, await DeleteAllEndedAsync());
        await CompleteAsync(worker, waiting);
        Assert.Equal(2, await DeleteAllEndedAsync());

        Assert.Null(await Store.FindAsync(first, Token));
    }

    [Fact]
    public async Task A_job_that_was_retried_meanwhile_stays()
    {
        var job = await AddAsync();
        await Store.CancelAsync([job], "no", Token);
        var ended = await Retention.ReadEndedAsync(null, 10, Token);
        await Store.RetryAsync([job], null, Token);

        Assert.Equal(0, await Retention.DeleteEndedAsync(await DutyAsync(), ended, Token));
        Assert.Equal(JobState.Ready, (await GetAsync(job)).State);
    }

    [Fact]
    public async Task After_the_newest_job_was_deleted_readers_of_the_log_miss_nothing()
    {
        var last = await AddAsync();
        await Store.CancelAsync([last], "no", Token);
        var seen = await Store.ReadLastCursorAsync(Token);
        await DeleteAllEndedAsync();

        var next = await AddAsync();
        var read = await Store.ReadEventsAsync(new EventQuery { After = seen }, Token);

        Assert.Equal([next], read.Select(e => e.Job));
        await Search.IndexAsync(100, Token);
        Assert.Equal(1, (await Search.CountAsync(new JobFilter { Text = "1" }, null, Token)).States[JobState.Ready]);
    }

    [Fact]
    public async Task Old_events_go_and_who_was_behind_them_is_told()
    {
        var old = await AddAsync();
        await Store.CancelAsync([old], "no", Token);
        var early = (await Store.ReadEventsAsync(new EventQuery { Limit = 1 }, Token))[0].Cursor;
        Time.Advance(TimeSpan.FromHours(1));
        var young = await AddAsync();
        var before = Time.GetUtcNow();

        Assert.Equal(1, await Retention.TrimEventsAsync(await DutyAsync(), before, 1, Token));
        Assert.Equal(1, await Retention.TrimEventsAsync(await DutyAsync(), before, 9, Token));
        Assert.Equal(0, await Retention.TrimEventsAsync(await DutyAsync(), before, 9, Token));

        var error = await Assert.ThrowsAsync<IsaaException>(() => Store.ReadEventsAsync(new EventQuery { After = early }, Token));
        Assert.Equal("cursor_expired", error.Code);
        Assert.Equal([young], (await Store.ReadEventsAsync(new EventQuery(), Token)).Select(e => e.Job));
        Assert.Equal(JobState.Cancelled, (await GetAsync(old)).State);
    }

    [Fact]
    public async Task The_newest_event_stays_however_old()
    {
        await AddAsync();
        Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(0, await Retention.TrimEventsAsync(await DutyAsync(), Time.GetUtcNow(), 9, Token));
        Assert.Single(await Store.ReadEventsAsync(new EventQuery(), Token));
    }

    [Fact]
    public async Task A_queue_has_one_rule_for_each_state()
    {
        var rule = new RetentionRule { Queue = "q", State = JobState.Failed, Limit = new RetentionLimit { Age = TimeSpan.FromDays(2), Bytes = 5 } };
        await Retention.SaveRuleAsync(rule with { Limit = new RetentionLimit { Count = 9 } }, Token);
        await Retention.SaveRuleAsync(rule, Token);
        await Retention.SaveRuleAsync(rule with { State = JobState.Completed, Limit = RetentionLimit.None }, Token);

        Assert.Equal([rule with { State = JobState.Completed, Limit = RetentionLimit.None }, rule], await Retention.ListRulesAsync(Token));
        Assert.True(await Retention.RemoveRuleAsync("default", "q", JobState.Completed, Token));
        Assert.False(await Retention.RemoveRuleAsync("default", "q", JobState.Completed, Token));
        Assert.Equal([rule], await Retention.ListRulesAsync(Token));
    }

    private async Task<int> DeleteAllEndedAsync() => await Retention.DeleteEndedAsync(await DutyAsync(), await Retention.ReadEndedAsync(null, 100, Token), Token);

    private async Task<Duty> DutyAsync() => (await Fixture.Duties.TryTakeAsync("retention", Guid.Empty, TimeSpan.FromSeconds(30), Token))!.Value;
}
