using Isaa.Jobs.Store;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Queues;

/// <summary>
/// What a queue with limits still allows; its row is locked until the transaction ends. A job that took a slot says so in its own row, so that it gives
/// back exactly that, also when limits were set or dropped meanwhile.
/// </summary>
internal sealed class QueueSlots
{
    private const string Select = """
        SELECT concurrency, active, rate_jobs, rate_ms, rate_burst, level, level_at, blocked_until FROM isaa_queues WHERE queue_row = ? FOR UPDATE
        """;

    private const string Update = "UPDATE isaa_queues SET active = ?, level = ?, level_at = ? WHERE queue_row = ?";

    private const string FreeOne = "UPDATE isaa_queues SET active = active - 1 WHERE tenant = ? AND queue = ?";

    private const string HoldBack = """
        UPDATE isaa_queues SET blocked_until = ?3 WHERE tenant = ?1 AND queue = ?2 AND (blocked_until IS NULL OR blocked_until < ?3)
        """;

    private readonly long _row;
    private readonly long? _limit;
    private readonly Rate? _rate;
    private readonly long? _blockedUntil;
    private long _active;
    private TokenBucket _bucket;
    private long _taken;

    private QueueSlots(SqlWriteContext context, long row, SqlStatement read)
    {
        _row = row;
        _limit = read.LongOrNull(0);
        _active = read.Long(1);
        _rate = Rate.Read(read, 2);
        _bucket = new TokenBucket(read.Double(5), read.Long(6));
        _blockedUntil = read.LongOrNull(7) is { } until && until > context.Now ? until : null;
        if (_rate is { } rate)
        {
            _bucket = _bucket.Refill(rate, context.Now);
        }
    }

    /// <summary>Whether jobs take slots that they have to give back.</summary>
    public bool HasLimit => _limit is not null;

    /// <summary>How many jobs may start.</summary>
    public long Free => _blockedUntil is not null
        ? 0
        : Math.Max(0, Math.Min(_limit is { } limit ? limit - _active : long.MaxValue, _rate is null ? long.MaxValue : _bucket.Whole));

    /// <summary>When more may start, as far as time decides it; null when it does not.</summary>
    public long? NextAt => _blockedUntil ?? (_rate is { } rate && _bucket.Whole < 1 ? _bucket.NextAt(rate) : null);

    public static QueueSlots Lock(SqlWriteContext context, long row)
    {
        var read = context.Statement(Select).Bind(1, row);
        _ = read.Step();
        var slots = new QueueSlots(context, row, read);
        read.Reset();
        return slots;
    }

    /// <summary>Nothing of the lane's queue starts before the time.</summary>
    public static void Block(SqlWriteContext context, long lane, long until)
    {
        var of = context.Remembered<LaneTable>().Get(context, lane);
        _ = QueueRows.Intern(context, of.Tenant, of.Queue);
        context.Statement(HoldBack).Bind(1, of.Tenant).Bind(2, of.Queue).Bind(3, until).Run();
        QueueRules.Changed(context);
    }

    /// <summary>A job that was counted is no longer active.</summary>
    public static void Release(SqlWriteContext context, long lane)
    {
        var of = context.Remembered<LaneTable>().Get(context, lane);
        context.Statement(FreeOne).Bind(1, of.Tenant).Bind(2, of.Queue).Run();
        context.Touch(StoreTopic.Work);
    }

    /// <summary>A job starts.</summary>
    public void Take() => Change(1);

    /// <summary>A job does not start after all.</summary>
    public void GiveBack() => Change(-1);

    /// <summary>Writes what was taken.</summary>
    public void Save(SqlWriteContext context)
    {
        if (_taken != 0)
        {
            context.Statement(Update).Bind(1, _active).Bind(2, _bucket.Level).Bind(3, _bucket.At).Bind(4, _row).Run();
            _taken = 0;
        }
    }

    private void Change(int by)
    {
        _taken += by;
        _active += HasLimit ? by : 0;
        _bucket = _rate is null ? _bucket : _bucket.Take(by);
    }
}
