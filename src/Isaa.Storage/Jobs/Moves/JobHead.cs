using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Moves;

/// <summary>What a move has to know of a job; its row is locked until the transaction ends.</summary>
internal sealed record JobHead
{
    private const string Columns = """
        SELECT seq, id, lane, state, priority, run_at, rank, held, lifo, pending, started, charged, stalled, counted, watched, group_row, unique_key, parent, cancel_reason
        FROM isaa_jobs
        """;

    private const string SelectByRow = Columns + " WHERE seq = ? FOR UPDATE";

    private const string SelectById = Columns + " WHERE id = ? FOR UPDATE";

    private const string SelectByLease = Columns + " WHERE seq = ? AND id = ? AND state = 3 AND worker = ? AND started = ? FOR UPDATE";

    public required long Row { get; init; }

    public required JobId Id { get; init; }

    public required long Lane { get; init; }

    public required JobState State { get; init; }

    public required int Priority { get; init; }

    public required long RunAt { get; init; }

    public required long Rank { get; init; }

    /// <summary>Without a ticket of its group.</summary>
    public bool IsHeld { get; init; }

    public bool IsLifo { get; init; }

    /// <summary>How many jobs it waits for.</summary>
    public int Pending { get; init; }

    public int Started { get; init; }

    public int Charged { get; init; }

    public int Stalled { get; init; }

    /// <summary>Counts against its queue's limit.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Other jobs wait for its end.</summary>
    public bool IsWatched { get; init; }

    public long? Group { get; init; }

    public string? Unique { get; init; }

    public long? Parent { get; init; }

    public string? CancelReason { get; init; }

    /// <summary>The job with this row; null when there is none.</summary>
    public static JobHead? Find(SqlContext context, long row) => Read(context.Statement(SelectByRow).Bind(1, row));

    /// <summary>The job with this id; null when there is none.</summary>
    public static JobHead? Find(SqlContext context, JobId id) => Read(context.Statement(SelectById).Bind(1, id.Value));

    /// <summary>The job if the lease still holds; else null.</summary>
    public static JobHead? Find(SqlContext context, Lease lease) => Read(
        context.Statement(SelectByLease).Bind(1, lease.Row).Bind(2, lease.Job.Value).Bind(3, lease.Worker.Value).Bind(4, lease.Token));

    private static JobHead? Read(SqlStatement row)
    {
        if (!row.Step())
        {
            return null;
        }

        var head = new JobHead
        {
            Row = row.Long(0),
            Id = new JobId(row.Guid(1)),
            Lane = row.Long(2),
            State = (JobState)row.Int(3),
            Priority = row.Int(4),
            RunAt = row.Long(5),
            Rank = row.Long(6),
            IsHeld = row.Int(7) == 1,
            IsLifo = row.Int(8) == 1,
            Pending = row.Int(9),
            Started = row.Int(10),
            Charged = row.Int(11),
            Stalled = row.Int(12),
            IsCounted = row.Int(13) == 1,
            IsWatched = row.Int(14) == 1,
            Group = row.LongOrNull(15),
            Unique = row.TextOrNull(16),
            Parent = row.LongOrNull(17),
            CancelReason = row.TextOrNull(18),
        };
        row.Reset();
        return head;
    }
}
