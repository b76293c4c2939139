using Isaa.Jobs;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs;

/// <summary>Reads a job from the columns that all queries select alike.</summary>
internal static class JobRow
{
    /// <summary>The columns, of a table named <c>j</c>. Column 0 is the row, 2 the lane.</summary>
    public const string Columns =
        "j.seq, j.id, j.lane, j.state, j.priority, j.created_at, j.run_at, j.started_at, j.finished_at, j.started, j.charged, j.stalled, j.worker, "
        + "j.timeout_ms, j.label, j.retry, j.tags, j.trace, j.cancel_reason, j.error, j.expires_at, j.deadline_at, j.held, j.lifo, j.group_row, "
        + "(SELECT g.key FROM isaa_groups g WHERE g.group_row = j.group_row), j.unique_key, "
        + "(SELECT p.id FROM isaa_jobs p WHERE p.seq = j.parent)";

    /// <summary>How many columns there are; a query's own follow.</summary>
    public const int Count = 28;

    /// <summary>The column of the group's row.</summary>
    public const int Group = 24;

    public static Job Read(SqlStatement row, Lane lane) => new()
    {
        Id = new JobId(row.Guid(1)),
        Tenant = lane.Tenant,
        Queue = lane.Queue,
        Kind = lane.Kind,
        Requires = lane.Requires,
        State = (JobState)row.Int(3),
        Priority = row.Int(4),
        CreatedAt = Time(row.Long(5)),
        RunAt = Time(row.Long(6)),
        StartedAt = TimeOrNull(row, 7),
        FinishedAt = TimeOrNull(row, 8),
        Started = row.Int(9),
        Charged = row.Int(10),
        Stalled = row.Int(11),
        Worker = row.GuidOrNull(12) is { } worker ? new WorkerId(worker) : null,
        AttemptTimeout = row.LongOrNull(13) is { } timeout ? TimeSpan.FromMilliseconds(timeout) : null,
        Label = row.TextOrNull(14),
        Retry = JobJson.ReadPolicy(row.TextOrNull(15)),
        Tags = JobJson.ReadTags(row.TextOrNull(16)),
        TraceParent = row.TextOrNull(17),
        CancelReason = row.TextOrNull(18),
        Error = JobJson.ReadError(row.TextOrNull(19)),
        ExpiresAt = TimeOrNull(row, 20),
        DeadlineAt = TimeOrNull(row, 21),
        IsHeld = row.Int(3) == (int)JobState.Ready && row.Int(22) == 1,
        IsLifo = row.Int(23) == 1,
        Group = row.TextOrNull(25),
        UniqueKey = row.TextOrNull(26),
        Parent = row.GuidOrNull(27) is { } parent ? new JobId(parent) : null,
    };

    public static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    /// <summary>The first whole millisecond that is not before the time, so that nothing starts early.</summary>
    public static long NotBefore(DateTimeOffset time)
    {
        var milliseconds = time.ToUnixTimeMilliseconds();
        return Time(milliseconds) < time ? milliseconds + 1 : milliseconds;
    }

    private static DateTimeOffset? TimeOrNull(SqlStatement row, int column) => row.LongOrNull(column) is { } value ? Time(value) : null;
}
