using Isaa.Jobs;
using Isaa.Jobs.Retention;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Retention;

/// <summary>Keeps the queues' own rules.</summary>
internal static class RetentionRules
{
    private const string Select = "SELECT tenant, queue, state, age_ms, count, bytes FROM isaa_retention ORDER BY tenant, queue, state";

    private const string Upsert = """
        INSERT INTO isaa_retention (tenant, queue, state, age_ms, count, bytes) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (tenant, queue, state) DO UPDATE SET age_ms = excluded.age_ms, count = excluded.count, bytes = excluded.bytes
        """;

    private const string Delete = "DELETE FROM isaa_retention WHERE tenant = ? AND queue = ? AND state = ?";

    public static IReadOnlyList<RetentionRule> List(SqlReadContext context)
    {
        var rules = new List<RetentionRule>();
        var rows = context.Statement(Select);
        while (rows.Step())
        {
            rules.Add(new RetentionRule
            {
                Tenant = rows.Text(0),
                Queue = rows.Text(1),
                State = (JobState)rows.Int(2),
                Limit = new RetentionLimit
                {
                    Age = rows.LongOrNull(3) is { } age ? TimeSpan.FromMilliseconds(age) : null,
                    Count = rows.LongOrNull(4),
                    Bytes = rows.LongOrNull(5),
                },
            });
        }

        return rules;
    }

    public static bool Save(SqlWriteContext context, RetentionRule rule)
    {
        context.Statement(Upsert).Bind(1, rule.Tenant).Bind(2, rule.Queue).Bind(3, (int)rule.State)
            .Bind(4, (long?)rule.Limit.Age?.TotalMilliseconds).Bind(5, rule.Limit.Count).Bind(6, rule.Limit.Bytes).Run();
        return true;
    }

    public static bool Remove(SqlWriteContext context, string tenant, string queue, JobState state) =>
        context.Statement(Delete).Bind(1, tenant).Bind(2, queue).Bind(3, (int)state).RunCounted() > 0;
}
