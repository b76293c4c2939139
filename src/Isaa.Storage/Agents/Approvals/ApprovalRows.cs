using Isaa.Agents.Approvals;
using Isaa.Jobs;
using Isaa.Storage.Sql;
using Isaa.Tools;

namespace Isaa.Storage.Agents.Approvals;

/// <summary>Reads the rows of approvals.</summary>
internal static class ApprovalRows
{
    private const string Columns = """
        SELECT id, tenant, run, session, agent, turn, call_id, tool, arguments, hash, risk, reason, state, edited, decided_by, note,
            asked_at, expires_at, decided_at, used_at
        FROM isaa_approvals
        """;

    private const string SelectOne = Columns + " WHERE id = ?1";

    private const string SelectLocked = Columns + " WHERE id = ?1 FOR UPDATE";

    private const string SelectMany = Columns + """
         WHERE tenant = ?1 AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR run = ?3) AND (?4 IS NULL OR agent = ?4)
            AND (?5 IS NULL OR approval < (SELECT b.approval FROM isaa_approvals b WHERE b.id = ?5))
        ORDER BY approval DESC LIMIT ?6
        """;

    public static Approval? Find(SqlContext context, Guid id) => Read(context.Statement(SelectOne).Bind(1, id)).SingleOrDefault();

    /// <summary>The approval, locked until the transaction ends.</summary>
    public static Approval? Lock(SqlWriteContext context, Guid id) => Read(context.Statement(SelectLocked).Bind(1, id)).SingleOrDefault();

    public static List<Approval> List(SqlContext context, ApprovalQuery query) => Read(context.Statement(SelectMany)
        .Bind(1, query.Tenant)
        .Bind(2, query.State is { } state ? (long)state : default(long?))
        .Bind(3, query.Run?.Value)
        .Bind(4, query.Agent)
        .Bind(5, query.Before)
        .Bind(6, query.Limit));

    private static List<Approval> Read(SqlStatement rows)
    {
        var found = new List<Approval>();
        while (rows.Step())
        {
            found.Add(new Approval
            {
                Id = rows.Guid(0),
                Tenant = rows.Text(1),
                Run = new JobId(rows.Guid(2)),
                Session = rows.Text(3),
                Agent = rows.Text(4),
                Turn = rows.Int(5),
                CallId = rows.Text(6),
                Tool = rows.Text(7),
                Arguments = rows.Text(8),
                Hash = rows.Text(9),
                Risk = (ToolRisk)rows.Int(10),
                Reason = rows.Text(11),
                State = (ApprovalState)rows.Int(12),
                EditedArguments = rows.TextOrNull(13),
                DecidedBy = rows.TextOrNull(14),
                Note = rows.TextOrNull(15),
                AskedAt = Time(rows.Long(16)),
                ExpiresAt = TimeOrNull(rows.LongOrNull(17)),
                DecidedAt = TimeOrNull(rows.LongOrNull(18)),
                UsedAt = TimeOrNull(rows.LongOrNull(19)),
            });
        }

        return found;
    }

    private static DateTimeOffset Time(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at);

    private static DateTimeOffset? TimeOrNull(long? at) => at is { } known ? Time(known) : null;
}
