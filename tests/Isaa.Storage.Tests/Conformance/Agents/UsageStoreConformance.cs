using Isaa.Agents.Usage;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Protocol.Agents;
using Isaa.Storage.Agents;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Conformance.Agents;

/// <summary>What every store of usage does.</summary>
public abstract class UsageStoreConformance : FeatureConformance
{
    private static readonly IdSource Ids = new(TimeProvider.System);
    private static readonly DateOnly Monday = new(2026, 11, 16);

    private protected UsageStoreConformance(StoreFixture fixture)
        : base(fixture) => Store = new UsageStore(Database);

    private UsageStore Store { get; }

    [Fact]
    public async Task Nothing_used_is_a_sum_of_nothing()
    {
        Assert.Equal(UsageSum.None, Assert.Single(await Store.SumAsync(new UsageQuery { Tenant = "t" }, UsageGrouping.None, Token)));
        Assert.Empty(await Store.SumAsync(new UsageQuery { Tenant = "t" }, UsageGrouping.Day, Token));
    }

    [Fact]
    public async Task Calls_of_a_run_add_up_to_the_billionth_of_a_dollar()
    {
        var run = new JobId(Ids.Next());
        await WriteAsync(Entry(run, 100, 20, 0.000000075m), Entry(run, 1, 2, 0.25m));
        await WriteAsync(Entry(run, 10, 0, null));

        var sum = Assert.Single(await Store.SumAsync(new UsageQuery { Tenant = "t", Run = run }, UsageGrouping.None, Token));

        Assert.Equal((3, 111, 22, 0.250000075m, 1), (sum.Calls, sum.Usage.Input, sum.Usage.Output, sum.CostUsd, sum.UnpricedCalls));
    }

    [Theory]
    [InlineData(UsageGrouping.Agent, "b,a")]
    [InlineData(UsageGrouping.Session, "s2,s1")]
    [InlineData(UsageGrouping.Model, "m2,m1")]
    [InlineData(UsageGrouping.Day, "2026-11-17,2026-11-16")]
    public async Task Sums_are_grouped(UsageGrouping grouping, string keys)
    {
        await WriteAsync(
            Entry(new JobId(Ids.Next()), 1, 1, 1m) with { Agent = "a", Session = "s1", Model = "m1" },
            Entry(new JobId(Ids.Next()), 2, 2, 2m) with { Agent = "b", Session = "s2", Model = "m2", Day = Monday.AddDays(1) });

        var sums = await Store.SumAsync(new UsageQuery { Tenant = "t" }, grouping, Token);

        Assert.Equal(keys, string.Join(',', sums.Select(s => s.Key)));
        Assert.Equal([2m, 1m], sums.Select(s => s.CostUsd));
    }

    [Fact]
    public async Task A_query_counts_only_what_it_asks_for()
    {
        var (mine, other) = (new JobId(Ids.Next()), new JobId(Ids.Next()));
        await WriteAsync(
            Entry(mine, 1, 0, 1m),
            Entry(mine, 2, 0, 1m) with { Day = Monday.AddDays(1) },
            Entry(other, 4, 0, 1m) with { Agent = "b", Session = "s2", Model = "m2" },
            Entry(new JobId(Ids.Next()), 8, 0, 1m) with { Tenant = "other" });

        Assert.Equal(7, await InputAsync(new UsageQuery { Tenant = "t" }));
        Assert.Equal(8, await InputAsync(new UsageQuery { Tenant = "other" }));
        Assert.Equal(5, await InputAsync(new UsageQuery { Tenant = "t", Through = Monday }));
        Assert.Equal(2, await InputAsync(new UsageQuery { Tenant = "t", From = Monday.AddDays(1) }));
        Assert.Equal(4, await InputAsync(new UsageQuery { Tenant = "t", Agent = "b" }));
        Assert.Equal(3, await InputAsync(new UsageQuery { Tenant = "t", Session = "s" }));
        Assert.Equal(3, await InputAsync(new UsageQuery { Tenant = "t", Run = mine }));
        Assert.Equal(4, await InputAsync(new UsageQuery { Tenant = "t", Model = "m2" }));
        Assert.Equal(1, await InputAsync(new UsageQuery { Tenant = "t", Agent = "a", Session = "s", Run = mine, Model = "m", From = Monday, Through = Monday }));
        var runs = await Store.SumAsync(new UsageQuery { Tenant = "t" }, UsageGrouping.Run, Token);
        Assert.Equal([mine.ToString(), other.ToString()], runs.Select(r => r.Key));
        Assert.Single(await Store.SumAsync(new UsageQuery { Tenant = "t", Limit = 1 }, UsageGrouping.Run, Token));
    }

    private async Task<long> InputAsync(UsageQuery query) => Assert.Single(await Store.SumAsync(query, UsageGrouping.None, Token)).Usage.Input;

    private static UsageEntry Entry(JobId run, long input, long output, decimal? cost) => new()
    {
        Tenant = "t",
        Day = Monday,
        Agent = "a",
        Session = "s",
        Run = run,
        Model = "m",
        Usage = new TokenUsage { Input = input, Output = output },
        CostUsd = cost,
    };
}
