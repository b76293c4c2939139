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
        Overdue,
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

    /// <summary>Waits for the handler, and once it was told to stop for anything but the worker's own stop, no longer than the grace.</summary>
    /// <returns>False when it did not end in that time.</returns>
    public async Task<bool> EndsInTimeAsync(Task handler, TimeSpan grace, TimeProvider time)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = Token.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), told);
        if (await Task.WhenAny(handler, told.Task) == handler || Why == Cause.Stopping)
        {
            return true;
        }

        using var over = new CancellationTokenSource(grace, time);
        var given = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var end = over.Token.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), given);
        return await Task.WhenAny(handler, given.Task) == handler;
    }

    public void Dispose() => _source.Dispose();
}
