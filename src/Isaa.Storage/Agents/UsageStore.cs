using System.Diagnostics;
using System.Globalization;
using Isaa.Agents.Usage;
using Isaa.Jobs;
using Isaa.Protocol.Agents;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Agents;

/// <summary>Sums up what model calls used.</summary>
/// <param name="store">The database.</param>
internal sealed class UsageStore(ISqlStore store) : IUsageStore
{
    private const string Sums = """
        CAST(coalesce(sum(calls), 0) AS bigint), CAST(coalesce(sum(input), 0) AS bigint), CAST(coalesce(sum(output), 0) AS bigint),
            CAST(coalesce(sum(cached), 0) AS bigint), CAST(coalesce(sum(usd_nano), 0) AS bigint), CAST(coalesce(sum(unpriced), 0) AS bigint)
        """;

    public Task<IReadOnlyList<UsageSum>> SumAsync(UsageQuery query, UsageGrouping grouping, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<UsageSum>>(context => Read(Rows(context, query, grouping), grouping), cancellationToken);

    private static SqlStatement Rows(SqlReadContext context, UsageQuery query, UsageGrouping grouping)
    {
        // Parameters are numbered without gaps: PostgreSQL wants each of them.
        (string Column, object? Value)[] asked = [("agent", query.Agent), ("session", query.Session), ("run", query.Run?.Value), ("model", query.Model)];
        var given = asked.Where(one => one.Value is not null).ToList();
        var fits = string.Concat(given.Select((one, index) => $" AND {one.Column} = ?{index + 4}"));
        var rows = context.Statement($"SELECT {Sums}{Grouped(grouping, $"FROM isaa_usage WHERE tenant = ?1 AND day BETWEEN ?2 AND ?3{fits}", $"LIMIT ?{given.Count + 4}")}");
        rows.Bind(1, query.Tenant).Bind(2, query.From?.DayNumber ?? 0).Bind(3, query.Through?.DayNumber ?? int.MaxValue);
        foreach (var (index, one) in given.Index())
        {
            _ = one.Value is Guid id ? rows.Bind(index + 4, id) : rows.Bind(index + 4, (string)one.Value!);
        }

        return grouping == UsageGrouping.None ? rows : rows.Bind(given.Count + 4, query.Limit);
    }

    private static string Grouped(UsageGrouping grouping, string from, string limit) => grouping switch
    {
        UsageGrouping.None => $" {from}",
        UsageGrouping.Day => $", day {from} GROUP BY day ORDER BY day DESC {limit}",
        UsageGrouping.Agent => $", agent {from} GROUP BY agent ORDER BY sum(usd_nano) DESC, agent {limit}",
        UsageGrouping.Session => $", session {from} GROUP BY session ORDER BY sum(usd_nano) DESC, session {limit}",
        UsageGrouping.Run => $", run {from} GROUP BY run ORDER BY sum(usd_nano) DESC, run DESC {limit}",
        UsageGrouping.Model => $", model {from} GROUP BY model ORDER BY sum(usd_nano) DESC, model {limit}",
        _ => throw new UnreachableException(),
    };

    private static List<UsageSum> Read(SqlStatement rows, UsageGrouping grouping)
    {
        var sums = new List<UsageSum>();
        while (rows.Step())
        {
            sums.Add(new UsageSum
            {
                Key = Key(rows, grouping),
                Calls = rows.Long(0),
                Usage = new TokenUsage { Input = rows.Long(1), Output = rows.Long(2), CachedInput = rows.Long(3) },
                CostUsd = rows.Long(4) / UsageWriter.Nano,
                UnpricedCalls = rows.Long(5),
            });
        }

        return sums;
    }

    private static string Key(SqlStatement rows, UsageGrouping grouping) => grouping switch
    {
        UsageGrouping.None => "",
        UsageGrouping.Day => DateOnly.FromDayNumber(rows.Int(6)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        UsageGrouping.Run => new JobId(rows.Guid(6)).ToString(),
        _ => rows.Text(6),
    };
}
