namespace Isaa.Storage.Postgres.Engine;

/// <summary>The server's time, from this machine's clock and a difference that is measured again every minute. Thread safe.</summary>
/// <param name="time">This machine's clock.</param>
/// <param name="isMeasured">False when this machine's clock is the store's.</param>
internal sealed class ServerClock(TimeProvider time, bool isMeasured)
{
    private static readonly TimeSpan MeasuredEvery = TimeSpan.FromMinutes(1);
    private long _ahead;
    private long _measuredAt;
    private bool _known;

    /// <summary>Now, in Unix milliseconds.</summary>
    public long Now => time.GetUtcNow().ToUnixTimeMilliseconds() + Volatile.Read(ref _ahead);

    /// <summary>Measures the difference if it was not measured lately.</summary>
    public void Measure(PostgresConnection connection)
    {
        if (!isMeasured || (Volatile.Read(ref _known) && time.GetElapsedTime(Volatile.Read(ref _measuredAt)) < MeasuredEvery))
        {
            return;
        }

        var row = connection.Statement("SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint");
        _ = row.Step();
        var server = row.Long(0);
        row.Reset();

        // The answer is older than its arrival, however long it took: so this clock is never ahead of the server's, and nothing is due early.
        Volatile.Write(ref _ahead, server - time.GetUtcNow().ToUnixTimeMilliseconds() - 1);
        Volatile.Write(ref _measuredAt, time.GetTimestamp());
        Volatile.Write(ref _known, true);
    }
}
