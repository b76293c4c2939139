using Isaa.Jobs.Store;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Queues;

/// <summary>The queues and kinds that were told something, as one connection remembers them. Read anew when a claim sees that they have changed.</summary>
internal sealed class QueueRules
{
    private const string Grow = "UPDATE isaa_rules SET version = version + 1";

    private const string SelectQueues = """
        SELECT queue_row, tenant, queue, paused FROM isaa_queues
        WHERE paused = 1 OR concurrency IS NOT NULL OR rate_jobs IS NOT NULL OR blocked_until > ?
        """;

    private const string SelectKinds = "SELECT tenant, kind FROM isaa_kinds WHERE paused = 1";

    private readonly Dictionary<(string Tenant, string Queue), QueueRule> _queues = [];
    private readonly HashSet<(string Tenant, string Kind)> _pausedKinds = [];
    private long _version;

    /// <summary>Whether nothing was told to anyone.</summary>
    public bool IsEmpty => _queues.Count == 0 && _pausedKinds.Count == 0;

    /// <summary>Tells all connections that settings have changed.</summary>
    public static void Changed(SqlWriteContext context)
    {
        context.Statement(Grow).Run();
        context.Touch(StoreTopic.Work);
    }

    /// <summary>Reads the rules anew when they are not of this version.</summary>
    public void Follow(SqlWriteContext context, long version)
    {
        if (_version == version)
        {
            return;
        }

        _version = version;
        _queues.Clear();
        _pausedKinds.Clear();
        var queues = context.Statement(SelectQueues).Bind(1, context.Now);
        while (queues.Step())
        {
            _queues.Add((queues.Text(1), queues.Text(2)), new QueueRule(queues.Long(0), queues.Int(3) == 1));
        }

        var kinds = context.Statement(SelectKinds);
        while (kinds.Step())
        {
            _pausedKinds.Add((kinds.Text(0), kinds.Text(1)));
        }
    }

    /// <summary>Whether nothing of the lane may start, whatever its limits.</summary>
    public bool IsPaused(Lane lane) =>
        _pausedKinds.Contains((lane.Tenant, lane.Kind)) || (_queues.TryGetValue((lane.Tenant, lane.Queue), out var rule) && rule.IsPaused);

    /// <summary>The row of the lane's queue if it may have limits; else null.</summary>
    public long? FindLimited(Lane lane) => _queues.TryGetValue((lane.Tenant, lane.Queue), out var rule) ? rule.Row : null;

    private readonly record struct QueueRule(long Row, bool IsPaused);
}
