using Isaa.Diagnostics;
using Isaa.Jobs.Duties;

namespace Isaa.Storage.Tests.Conformance.Operating;

public abstract class DutyConformance : JobStoreConformance
{
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(30);
    private static readonly Guid One = new("00000000-0000-7000-8000-000000000001");
    private static readonly Guid Two = new("00000000-0000-7000-8000-000000000002");

    private protected IDutyStore Duties => Fixture.Duties;

    [Fact]
    public async Task One_process_has_a_duty_and_keeps_its_term_by_renewing()
    {
        var first = await TakeAsync(One);
        Assert.Null(await TakeAsync(Two));
        Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(first, await TakeAsync(One));
        Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Null(await TakeAsync(Two));
        Assert.Equal(new Duty("work", One, 1), first);
    }

    [Fact]
    public async Task Another_takes_over_in_a_new_term_when_the_time_is_over()
    {
        await TakeAsync(One);
        Time.Advance(Held);

        Assert.Equal(new Duty("work", Two, 2), await TakeAsync(Two));
        Assert.Null(await TakeAsync(One));
    }

    [Fact]
    public async Task Who_comes_back_after_its_time_begins_a_new_term()
    {
        await TakeAsync(One);
        Time.Advance(Held);

        Assert.Equal(2, (await TakeAsync(One))!.Value.Term);
    }

    [Fact]
    public async Task A_resigned_duty_is_free_at_once_and_only_its_holder_can_resign_it()
    {
        var first = (await TakeAsync(One))!.Value;
        await Duties.ResignAsync(first with { Holder = Two }, Token);
        Assert.Null(await TakeAsync(Two));
        await Duties.ResignAsync(first, Token);

        Assert.Equal(2, (await TakeAsync(Two))!.Value.Term);
        Assert.Equal(2, Assert.Single(await Duties.ListAsync(Token)).Duty.Term);
    }

    [Fact]
    public async Task Of_many_who_ask_at_once_exactly_one_gets_it_in_each_term()
    {
        var terms = new List<long>();
        for (var round = 0; round < 5; round++)
        {
            var asked = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Duties.TryTakeAsync("work", NewWorker().Value, Held, Token)));
            terms.Add(Assert.Single(asked, d => d is not null)!.Value.Term);
            Time.Advance(Held);
        }

        Assert.Equal([1, 2, 3, 4, 5], terms);
    }

    [Fact]
    public async Task A_leader_that_was_paused_past_its_time_changes_nothing_any_more()
    {
        var old = (await TakeAsync(One, "retention"))!.Value;
        var job = await AddAsync();
        await Store.CancelAsync([job], "no", Token);
        var ended = await Fixture.Retention.ReadEndedAsync(null, 10, Token);
        Time.Advance(Held);

        Assert.Equal("duty_lost", (await Assert.ThrowsAsync<IsaaException>(() => Fixture.Retention.DeleteEndedAsync(old, ended, Token))).Code);
        var next = (await TakeAsync(Two, "retention"))!.Value;
        Assert.Equal("duty_lost", (await Assert.ThrowsAsync<IsaaException>(() => Fixture.Retention.DeleteEndedAsync(old, ended, Token))).Code);
        Assert.Equal("duty_lost", (await Assert.ThrowsAsync<IsaaException>(() => Fixture.Retention.TrimEventsAsync(old, Time.GetUtcNow(), 1, Token))).Code);
        Assert.NotNull(await Store.FindAsync(job, Token));
        Assert.Equal(1, await Fixture.Retention.DeleteEndedAsync(next, ended, Token));
        Assert.Null(await Store.FindAsync(job, Token));
    }

    private Task<Duty?> TakeAsync(Guid holder, string name = "work") => Duties.TryTakeAsync(name, holder, Held, Token);
}
