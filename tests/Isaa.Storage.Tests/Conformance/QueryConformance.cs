using Isaa.Jobs;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance;

public abstract class QueryConformance : JobStoreConformance
{
    [Fact]
    public async Task Jobs_are_listed_newest_first_page_by_page()
    {
        var ids = new List<JobId>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await AddAsync());
        }

        ids.Reverse();
        var first = await Search.ListAsync(new JobQuery { Limit = 2 }, Token);
        var second = await Search.ListAsync(new JobQuery { Limit = 9, After = first.Next }, Token);

        Assert.Equal(2, first.Jobs.Count);
        Assert.Equal(ids, first.Jobs.Concat(second.Jobs).Select(j => j.Id));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task A_list_holds_what_was_asked_for_only()
    {
        var kind = await AddAsync(New("other.kind"));
        var queue = await AddAsync(New() with { Queue = "q" });
        var tenant = await AddAsync(New() with { Tenant = "t" });

        Assert.Equal([kind], await IdsAsync(new JobFilter { Kind = "other.kind" }));
        Assert.Equal([queue], await IdsAsync(new JobFilter { Queue = "q" }));
        Assert.Equal([tenant], await IdsAsync(new JobFilter { Tenant = "t" }));
        Assert.Empty(await IdsAsync(new JobFilter { Tenant = "t", Queue = "q" }));
    }

    [Fact]
    public async Task Every_state_can_be_listed_and_counted()
    {
        var byState = await AddOneInEachStateAsync();

        foreach (var (state, id) in byState)
        {
            Assert.Equal([id], await IdsAsync(new JobFilter { States = [state] }));
        }

        Assert.Equal(
            new[] { byState[JobState.Failed], byState[JobState.Dead] }.ToHashSet(),
            (await IdsAsync(new JobFilter { States = [JobState.Failed, JobState.Dead] })).ToHashSet());
        Assert.Equal(3, (await IdsAsync(new JobFilter { States = [JobState.Active, JobState.Failed, JobState.Ready] })).Count);
        Assert.Equal(byState.Keys.Order(), (await Store.CountAsync(null, Token)).Keys.Order());
        Assert.All(await Store.CountAsync(null, Token), c => Assert.Equal(1, c.Value));
    }

    [Fact]
    public async Task Counts_may_be_of_one_queue()
    {
        await AddAsync();
        await AddAsync(New() with { Queue = "q" });
        await AddAsync(New() with { Queue = "q", Kind = "other.kind" });

        Assert.Equal([(JobState.Ready, 2L)], (await Store.CountAsync("q", Token)).Select(c => (c.Key, c.Value)));
        Assert.Empty(await Store.CountAsync("none", Token));
    }

    [Fact]
    public async Task An_unknown_job_is_not_found() => Assert.Null(await Store.FindAsync(New().Id, Token));

    private async Task<List<JobId>> IdsAsync(JobFilter filter) => [.. (await Search.ListAsync(new JobQuery { Filter = filter }, Token)).Jobs.Select(j => j.Id)];

    private async Task<Dictionary<JobState, JobId>> AddOneInEachStateAsync()
    {
        var worker = await BeatAsync(lease: TimeSpan.FromDays(1));
        var dead = await AddAsync();
        await ClaimOneAsync();
        Time.Advance(TimeSpan.FromSeconds(31));
        await Store.RescueAsync(0, Token);
        var completed = await AddAsync();
        await SettleAsync(new Settlement.Complete { Lease = (await ClaimOneAsync(worker)).Lease });
        var failed = await AddAsync();
        await SettleAsync(new Settlement.Fail { Lease = (await ClaimOneAsync(worker)).Lease, Error = Error() });
        var active = await AddAsync();
        await ClaimOneAsync(worker);
        var cancelled = await AddAsync();
        await Store.CancelAsync([cancelled], "no", Token);
        return new Dictionary<JobState, JobId>
        {
            [JobState.Dead] = dead,
            [JobState.Completed] = completed,
            [JobState.Failed] = failed,
            [JobState.Active] = active,
            [JobState.Cancelled] = cancelled,
            [JobState.Delayed] = await AddAsync(New() with { RunAt = Time.GetUtcNow() + TimeSpan.FromDays(1) }),
            [JobState.Ready] = await AddAsync(),
        };
    }
}
