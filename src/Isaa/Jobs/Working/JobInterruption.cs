namespace Isaa.Jobs.Working;

/// <summary>Why a running attempt is told to stop. The first reason counts.</summary>
internal sealed class JobInterruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private int _cause;

    public enum Cause
    {
        None,
        Cancelled,
        TimedOut,
        LeaseLost,
        Stopping,
    }

    public Cause Why => (Cause)Volatile.Read(ref _cause);

    public string? CancelReason { get; private set; }

    public CancellationToken Token => _source.Token;

    public void Cancel(string reason)
    {
        CancelReason ??= reason;
        Interrupt(Cause.Cancelled);
    }

    public void Interrupt(Cause cause)
    {
        if (Interlocked.CompareExchange(ref _cause, (int)cause, (int)Cause.None) == (int)Cause.None)
        {
            try
            {
                _source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The attempt ended this moment: there is nothing left to stop.
            }
        }
    }

    public void Dispose() => _source.Dispose();
}
