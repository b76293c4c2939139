using Isaa.Jobs.Working;

namespace Isaa.Jobs.Batches;

/// <summary>Puts the jobs of one kind into batches as a worker claims them. Used by the worker's claiming loop alone.</summary>
/// <param name="kind">The kind.</param>
/// <param name="time">The clock.</param>
internal sealed class BatchLine(JobKind kind, TimeProvider time)
{
    private readonly BatchOptions _options = kind.Batch!;
    private JobBatch? _open;
    private int _taken;
    private long _since;

    /// <summary>The kind's name, as a claim takes it.</summary>
    public IReadOnlyList<string> Kinds { get; } = [kind.Name];

    /// <summary>Whether a batch has begun and waits for more jobs; it has its slot already.</summary>
    public bool IsOpen => _open is not null;

    /// <summary>How many more jobs the next call may have.</summary>
    public int Room => _options.Size - _taken;

    /// <summary>How long the open batch may wait for more; null when none is open.</summary>
    public TimeSpan? Left => _open is null ? null : Positive(_options.Wait - time.GetElapsedTime(_since));

    /// <summary>Seats a job in the open batch, or in a new one.</summary>
    public BatchSeat Seat()
    {
        if (_open is null)
        {
            (_open, _taken, _since) = (kind.CreateBatch(), 0, time.GetTimestamp());
        }

        _taken++;
        return _open.Seat();
    }

    /// <summary>Lets the open batch run when it is large enough, or has waited long enough, or in any case.</summary>
    /// <returns>True when it turned out that all of its jobs have ended, so that its slot is free.</returns>
    public bool CloseIfDue(bool always = false)
    {
        if (_open is not { } batch || !(always || _taken >= _options.MinSize || _taken >= _options.Size || Left == TimeSpan.Zero))
        {
            return false;
        }

        (_open, _taken) = (null, 0);
        return batch.Close();
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
