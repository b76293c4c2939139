namespace Isaa.Storage.Sql;

/// <summary>Looks at the database from time to time while somebody waits for a change, for what no wake-up announced.</summary>
internal sealed class ChangePoll : IDisposable
{
    private readonly Action _poll;
    private readonly TimeSpan _interval;
    private readonly ITimer _timer;
    private int _waitedSince;
    private int _running;

    public ChangePoll(TimeProvider time, TimeSpan interval, Action poll)
    {
        _poll = poll;
        _interval = interval;
        _timer = time.CreateTimer(static self => ((ChangePoll)self!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Keeps it looking for at least some more rounds.</summary>
    public void Keep()
    {
        Volatile.Write(ref _waitedSince, 2400);
        if (Interlocked.Exchange(ref _running, 1) == 0)
        {
            _timer.Change(_interval, _interval);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        if (Interlocked.Decrement(ref _waitedSince) <= 0)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Volatile.Write(ref _running, 0);
        }

        _poll();
    }
}
