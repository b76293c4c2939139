using Microsoft.Extensions.Logging;

namespace Isaa.Storage.Postgres.Engine;

/// <summary>
/// How long the server has been away, for all threads of a store. A connection that was cut while a new one comes about at once is no absence. Thread safe.
/// </summary>
/// <param name="time">Measures the absence.</param>
/// <param name="patience">How long a server that was there before is waited for.</param>
/// <param name="firstPatience">How long one that never answered is waited for.</param>
/// <param name="shown">The store's name in the log.</param>
/// <param name="logger">Where the beginning and the end of an absence are logged.</param>
internal sealed partial class ServerAbsence(TimeProvider time, TimeSpan patience, TimeSpan firstPatience, string shown, ILogger logger) : IDisposable
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
            if (_since is { } since)
            {
                if (_isAway)
                {
                    _endedAt = time.GetTimestamp();
                    var absence = time.GetElapsedTime(since);
                    LogBack(shown, absence);
                }

                _since = null;
                _isAway = false;
                _pause = FirstPause;
            }
        }
    }

    /// <summary>When a call begins, for <see cref="WaitToRetry"/>.</summary>
    public long Begin() => time.GetTimestamp();

    /// <summary>The server did not answer: waits a moment before the next try.</summary>
    /// <param name="error">What came instead.</param>
    /// <param name="began">
    /// When the call began. One whose connection is cut at each try is given up after that time too, although the server answers others.
    /// </param>
    /// <returns>False when the patience is over, or the store closes.</returns>
    public bool WaitToRetry(Exception error, long began)
    {
        int pause;
        lock (_gate)
        {
            var limit = _met ? patience : firstPatience;
            if (_since is not null && !_isAway)
            {
                _isAway = true;
                LogAway(shown, error.Message, limit);
            }

            _since ??= time.GetTimestamp();
            if (_closing.IsSet || time.GetElapsedTime(_since.Value) >= limit || time.GetElapsedTime(began) >= limit)
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store {Store} does not answer ({Reason}); it is waited for, {Patience} at most.")]
    private partial void LogAway(string store, string reason, TimeSpan patience);

    [LoggerMessage(Level = LogLevel.Information, Message = "The store {Store} answers after {Absence}.")]
    private partial void LogBack(string store, TimeSpan absence);
}
