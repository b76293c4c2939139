namespace Isaa.Connectors.Calling;

/// <summary>Ends a call that takes too long in all, or in which nothing arrives for too long, and knows that from the caller's own cancellation.</summary>
internal sealed class Patience : IDisposable
{
    private readonly TimeSpan _silence;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _end;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    public Patience(TimeSpan total, TimeSpan silence, TimeProvider time, CancellationToken caller)
    {
        _silence = silence;
        _time = time;
        Caller = caller;
        _end = time.GetUtcNow() + total;
        _timer = new CancellationTokenSource(silence < total ? silence : total, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, caller);
        Token = _either.Token;
    }

    public CancellationToken Token { get; }

    public CancellationToken Caller { get; }

    public bool IsExhausted => _timer.IsCancellationRequested && !Caller.IsCancellationRequested;

    /// <summary>Something arrived.</summary>
    public void Renew()
    {
        var left = _end - _time.GetUtcNow();
        _timer.CancelAfter(left <= TimeSpan.Zero ? TimeSpan.Zero : left < _silence ? left : _silence);
    }

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
