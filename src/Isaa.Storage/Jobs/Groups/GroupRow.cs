using Isaa.Jobs;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Jobs.Queues;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Groups;

/// <summary>A group with its tickets; its row is locked until the transaction ends, so that no two writers give out the same ticket.</summary>
internal sealed class GroupRow
{
    /// <summary>How many jobs of a group may be claimed at a time: few, so that groups take turns; more than one, so that a claim need not ask for each.</summary>
    public const int Window = 4;

    private const string Select = """
        SELECT fifo, paused, concurrency, rate_jobs, rate_ms, rate_burst, level, level_at, blocked_until, open, active, turn, next_at, queue_row
        FROM isaa_groups WHERE group_row = ? FOR UPDATE
        """;

    // Read when the group is locked: who changes them has locked the group, or sees what is decided by the old ones.
    private const string SelectDefaults = "SELECT group_concurrency, group_rate_jobs, group_rate_ms, group_rate_burst FROM isaa_queues WHERE queue_row = ?";

    private const string Update = """
        UPDATE isaa_groups SET level = ?, level_at = ?, blocked_until = ?, open = ?, active = ?, turn = ?, next_at = ? WHERE group_row = ?
        """;

    private (TokenBucket Bucket, long? BlockedUntil, int Open, int Active, long Turn, long? NextAt) _kept;

    public required long Row { get; init; }

    /// <summary>Jobs run one after the other and keep their ticket until they have ended.</summary>
    public required bool IsFifo { get; init; }

    public required bool IsPaused { get; init; }

    public required long? Limit { get; set; }

    public required Rate? Rate { get; set; }

    public TokenBucket Bucket { get; set; }

    public long? BlockedUntil { get; set; }

    /// <summary>Tickets of jobs that may be claimed.</summary>
    public int Open { get; set; }

    /// <summary>All other tickets.</summary>
    public int Active { get; set; }

    /// <summary>The place of the newest ticket among those of all groups.</summary>
    public long Turn { get; set; }

    /// <summary>When held jobs have to be looked at again.</summary>
    public long? NextAt { get; set; }

    public static GroupRow Lock(SqlWriteContext context, long row)
    {
        var read = context.Statement(Select).Bind(1, row);
        _ = read.Step();
        var isFifo = read.Int(0) == 1;
        var queue = read.Long(13);
        var group = new GroupRow
        {
            Row = row,
            IsFifo = isFifo,
            IsPaused = read.Int(1) == 1,
            Limit = isFifo ? 1 : read.LongOrNull(2),
            Rate = Queues.Rate.Read(read, 3),
            Bucket = new TokenBucket(read.Double(6), read.Long(7)),
            BlockedUntil = read.LongOrNull(8),
            Open = read.Int(9),
            Active = read.Int(10),
            Turn = read.Long(11),
            NextAt = read.LongOrNull(12),
        };
        read.Reset();
        group._kept = group.State;
        return group.Follow(context, queue);
    }

    // What the group does not say itself, its queue says.
    private GroupRow Follow(SqlWriteContext context, long queue)
    {
        if (Limit is null || Rate is null)
        {
            var read = context.Statement(SelectDefaults).Bind(1, queue);
            _ = read.Step();
            Limit ??= read.LongOrNull(0);
            Rate ??= Queues.Rate.Read(read, 1);
            read.Reset();
        }

        return this;
    }

    private (TokenBucket Bucket, long? BlockedUntil, int Open, int Active, long Turn, long? NextAt) State => (Bucket, BlockedUntil, Open, Active, Turn, NextAt);

    /// <summary>Whether nothing of it may start now, whatever its tickets.</summary>
    public bool IsStopped(long now) => IsPaused || BlockedUntil > now;

    // More tickets than the limit allows are out only after it was lowered; a job that comes back then gives up its own.
    private bool IsOver => Open + Active > Limit;

    /// <summary>Takes back or moves on the ticket of a job that changes its state.</summary>
    /// <returns>Whether the job has no ticket afterwards and needs one to be claimed.</returns>
    public bool Move(JobHead job, JobMove move, long now)
    {
        if (job.IsHeld || job.State.IsFinal())
        {
            return !move.To.IsFinal();
        }

        var keeps = move.To switch
        {
            JobState.Active => true,
            JobState.Ready => !move.GivesUpTicket && !IsStopped(now) && !IsOver,
            _ => IsFifo && job.State == JobState.Active && !move.To.IsFinal(),
        };
        _ = job.State == JobState.Ready ? Open-- : Active--;
        if (keeps)
        {
            _ = move.To == JobState.Ready ? Open++ : Active++;
        }

        return !keeps && !move.To.IsFinal();
    }

    /// <summary>Writes what has changed.</summary>
    public void Save(SqlWriteContext context)
    {
        if (State == _kept)
        {
            return;
        }

        _kept = State;
        context.Statement(Update)
            .Bind(1, Bucket.Level).Bind(2, Bucket.At).Bind(3, BlockedUntil).Bind(4, Open).Bind(5, Active).Bind(6, Turn).Bind(7, NextAt).Bind(8, Row)
            .Run();
    }
}
