using Isaa.Jobs;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance;

/// <summary>Which job comes next.</summary>
public abstract class OrderConformance : JobStoreConformance
{
    [Fact]
    public async Task A_job_of_a_lower_priority_overtakes_more_urgent_ones_that_came_an_ageing_step_later()
    {
        var patient = await AddAsync(New() with { Priority = 1 });
        Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        var before = await AddAsync();
        Time.Advance(TimeSpan.FromMilliseconds(2));
        var after = await AddAsync();

        Assert.Equal([before, patient, after], (await ClaimAsync(await BeatAsync())).Select(c => c.Job.Id));
    }

    [Fact]
    public async Task A_job_for_later_waits_since_its_time_not_since_its_adding()
    {
        var early = await AddAsync(New() with { RunAt = Time.GetUtcNow() + TimeSpan.FromHours(1) });
        Time.Advance(TimeSpan.FromMinutes(30));
        var between = await AddAsync();
        Time.Advance(TimeSpan.FromMinutes(30));
        await Store.PromoteDueAsync(Token);
        var late = await AddAsync();

        Assert.Equal([between, early, late], (await ClaimAsync(await BeatAsync())).Select(c => c.Job.Id));
    }

    [Fact]
    public async Task What_was_given_back_keeps_its_place()
    {
        var first = await AddAsync();
        Time.Advance(TimeSpan.FromSeconds(1));
        var second = await AddAsync();
        var worker = await BeatAsync();
        Time.Advance(TimeSpan.FromSeconds(1));

        await SettleAsync(new Settlement.Release { Lease = (await ClaimOneAsync(worker)).Lease, Reason = "later" });

        Assert.Equal([first, second], (await ClaimAsync(worker)).Select(c => c.Job.Id));
    }

    [Fact]
    public async Task The_last_in_is_the_first_out_and_goes_before_the_others_of_its_priority()
    {
        var normal = await AddAsync();
        var stack = new List<JobId>();
        for (var i = 0; i < 3; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(i));
            stack.Insert(0, await AddAsync(New() with { IsLifo = true }));
        }

        Assert.Equal([.. stack, normal], (await ClaimAsync(await BeatAsync())).Select(c => c.Job.Id));
    }

    [Fact]
    public async Task An_urgent_job_goes_before_what_came_last()
    {
        var last = await AddAsync(New() with { IsLifo = true });
        Time.Advance(TimeSpan.FromSeconds(1));
        var urgent = await AddAsync(New() with { Priority = -2 });

        Assert.Equal([urgent, last], (await ClaimAsync(await BeatAsync())).Select(c => c.Job.Id));
    }

    [Fact]
    public async Task What_came_first_out_of_a_stack_that_never_empties_still_gets_its_turn()
    {
        var worker = await BeatAsync(lease: TimeSpan.FromDays(1));
        var bottom = await AddAsync(New() with { IsLifo = true });
        var plain = await AddAsync();
        var waiting = new HashSet<JobId> { bottom, plain };

        // Two come for each one that is taken, for an hour.
        for (var minute = 0; minute < 60 && waiting.Count > 0; minute++)
        {
            Time.Advance(TimeSpan.FromMinutes(1));
            await AddAsync(New() with { IsLifo = true });
            await AddAsync(New() with { IsLifo = true });
            waiting.Remove((await ClaimOneAsync(worker)).Job.Id);
        }

        Assert.Empty(waiting);
    }

    [Fact]
    public async Task Tenants_take_turns_however_much_one_has_added()
    {
        await Store.EnqueueAsync([.. Enumerable.Range(0, 20).Select(_ => New() with { Tenant = "large" })], Token);
        Time.Advance(TimeSpan.FromSeconds(1));
        await Store.EnqueueAsync([.. Enumerable.Range(0, 5).Select(_ => New() with { Tenant = "small" })], Token);
        var worker = await BeatAsync();

        var taken = (await ClaimAsync(worker, 6)).Select(c => c.Job.Tenant).ToList();
        for (var i = 0; i < 4; i++)
        {
            taken.AddRange((await ClaimAsync(worker, 1)).Select(c => c.Job.Tenant));
        }

        Assert.Equal(5, taken.Count(t => t == "small"));
        Assert.All(taken.Index().Skip(1), t => Assert.NotEqual(taken[t.Index - 1], t.Item));
    }

    [Fact]
    public async Task A_tenant_that_had_nothing_to_do_does_not_save_up_turns()
    {
        await Store.EnqueueAsync([.. Enumerable.Range(0, 20).Select(_ => New() with { Tenant = "busy" })], Token);
        var worker = await BeatAsync();
        await ClaimAsync(worker, 10);
        await Store.EnqueueAsync([.. Enumerable.Range(0, 8).Select(_ => New() with { Tenant = "late" })], Token);

        Assert.Equal(4, (await ClaimAsync(worker, 8)).Count(c => c.Job.Tenant == "late"));
    }

    [Fact]
    public async Task How_long_the_less_urgent_wait_is_an_option()
    {
        var second = Fixture.OpenSecond(ageingStep: TimeSpan.FromSeconds(5));
        var patient = New() with { Priority = 1 };
        var urgent = New();
        await second.EnqueueAsync([patient], Token);
        Time.Advance(TimeSpan.FromSeconds(6));
        await second.EnqueueAsync([urgent], Token);

        Assert.Equal([patient.Id, urgent.Id], (await ClaimAsync(await BeatAsync())).Select(claimed => claimed.Job.Id));
    }
}
