using Isaa.Agents.Usage;
using Isaa.Jobs.Store;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Agents;

/// <summary>Counts model calls inside a job's transaction. Only the worker that has a run touches its rows, so none waits for another.</summary>
internal sealed class UsageWriter : ISqlStoreWriter
{
    /// <summary>Money is kept as a whole number of billionths of a dollar.</summary>
    public const decimal Nano = 1_000_000_000m;

    public bool TryWrite(SqlWriteContext context, StoreWrite write)
    {
        if (write is not UsageEntry entry)
        {
            return false;
        }

        context.Statement("""
            INSERT INTO isaa_usage (run, day, model, tenant, agent, session, calls, input, output, cached, usd_nano, unpriced)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?8, ?9, ?10, ?11)
            ON CONFLICT (run, day, model) DO UPDATE SET
                calls = isaa_usage.calls + 1,
                input = isaa_usage.input + excluded.input,
                output = isaa_usage.output + excluded.output,
                cached = isaa_usage.cached + excluded.cached,
                usd_nano = isaa_usage.usd_nano + excluded.usd_nano,
                unpriced = isaa_usage.unpriced + excluded.unpriced
            """)
            .Bind(1, entry.Run.Value).Bind(2, entry.Day.DayNumber).Bind(3, entry.Model)
            .Bind(4, entry.Tenant).Bind(5, entry.Agent).Bind(6, entry.Session)
            .Bind(7, entry.Usage.Input).Bind(8, entry.Usage.Output).Bind(9, entry.Usage.CachedInput)
            .Bind(10, decimal.ToInt64(decimal.Round((entry.CostUsd ?? 0) * Nano))).Bind(11, entry.CostUsd is null ? 1L : 0L)
            .Run();
        return true;
    }
}
