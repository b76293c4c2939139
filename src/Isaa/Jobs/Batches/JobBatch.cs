namespace Isaa.Jobs.Batches;

/// <summary>
/// Jobs that run in one call. It takes seats until it is closed, and runs when all that have a seat have come or given it up. Thread safe.
/// </summary>
internal abstract class JobBatch
{
    private int _missing;
    private int _given;
    private int _seats;
    private bool _isClosed;
    private bool _hasStarted;

    private protected Lock Gate { get; } = new();

    /// <summary>How many seats are taken.</summary>
    public int Seats
    {
        get
        {
            lock (Gate)
            {
                return _seats;
            }
        }
    }

    private protected bool HasStarted => _hasStarted;

    /// <summary>Takes a seat for a job that was claimed.</summary>
    public BatchSeat Seat()
    {
        lock (Gate)
        {
            _seats++;
            _missing++;
            return new BatchSeat(this, _given++);
        }
    }

    /// <summary>Takes no more seats, and lets the batch run.</summary>
    /// <returns>True when no job is in it any more.</returns>
    public bool Close()
    {
        bool isEmpty;
        lock (Gate)
        {
            _isClosed = true;
            isEmpty = _seats == 0;
        }

        StartIfComplete();
        return isEmpty;
    }

    internal abstract Task<JobOutcome> JoinAsync(BatchSeat seat, ReadOnlyMemory<byte> arguments, JobContext context, CancellationToken cancellationToken);

    /// <summary>A job came to its seat, or will not come.</summary>
    internal void Arrive(BatchSeat seat)
    {
        lock (Gate)
        {
            if (seat.HasArrived)
            {
                return;
            }

            seat.HasArrived = true;
            _missing--;
        }

        StartIfComplete();
    }

    /// <summary>A job has ended.</summary>
    /// <returns>True when it was the last of a closed batch.</returns>
    internal bool Leave(BatchSeat seat)
    {
        Arrive(seat);
        lock (Gate)
        {
            return --_seats == 0 && _isClosed;
        }
    }

    private protected abstract Task RunAsync();

    private void StartIfComplete()
    {
        lock (Gate)
        {
            if (!_isClosed || _hasStarted || _missing > 0)
            {
                return;
            }

            _hasStarted = true;
        }

        _ = Task.Run(RunAsync);
    }
}
