namespace Isaa.Storage.Postgres.Engine;

/// <summary>
/// How long the server has been away, for all threads of a store. A connection that was cut while a new one comes about at once is no absence. Thread safe.
/// </summary>
/// <param name="time">Measures the absence.</param>
internal sealed class ServerAbsence(TimeProvider time) : IDisposable
{
    private const int FirstPause = 50;
    private const int LongestPause = 1000;
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _closing = new(false);
    private long? _since;
    private long? _endedAt;
    private int _pause = FirstPause;
    private bool _isAway;
    private bool _met;

    /// <summary>Whether the server was away within this time; false when it never was.</summary>
    public bool WasWithin(TimeSpan span)
    {
        lock (_gate)
        {
            return _isAway || (_endedAt is { } ended && time.GetElapsedTime(ended) < span);
        }
    }

    /// <summary>The server answered.</summary>
    public void End()
    {
        if (_since is null && _met)
        {
            return;
        }

        lock (_gate)
        {
            _met = true;
            if (_since is not null)
            {
                _endedAt = _isAway ? time.GetTimestamp() : _endedAt;
                _since = null;
                _isAway = false;
                _pause = FirstPause;
            }
        }
    }

    /// <summary>The server did not answer: waits a moment before the next try.</summary>
    /// <returns>False when it has been away for longer than the patience, was never there, or the store closes.</returns>
    public bool WaitToRetry(TimeSpan patience)
    {
        int pause;
        lock (_gate)
        {
            if (!_met)
            {
                return false;
            }

            _isAway |= _since is not null;
            _since ??= time.GetTimestamp();
            if (_closing.IsSet || time.GetElapsedTime(_since.Value) >= patience)
            {
                return false;
            }

            pause = _pause;
            _pause = Math.Min(_pause * 2, LongestPause);
        }

        return !_closing.Wait(pause);
    }

    /// <summary>Ends all waiting.</summary>
    public void Close() => _closing.Set();

    public void Dispose() => _closing.Dispose();
}
