using Isaa.Storage.Postgres.Engine;
using Npgsql;

namespace Isaa.Storage.Postgres.Wakeups;

/// <summary>
/// Tells the other processes which topics changed: apart from the writing transactions, whose commits NOTIFY would serialize, and merged. A lost
/// message costs a poll interval, nothing else.
/// </summary>
/// <param name="session">Where the database is.</param>
/// <param name="name">This process's name among the listeners.</param>
internal sealed class Notifier(PostgresSession session, string name) : IDisposable
{
    /// <summary>The channel of a store; each schema has its own.</summary>
    public const string Channel = "'isaa_' || hashtext(current_schema())";

    private const string Notify = "SELECT pg_notify(" + Channel + ", ?)";
    private const int LeastPause = 5;
    private const int PauseAfterFailure = 1000;
    private readonly Lock _start = new();
    private readonly AutoResetEvent _signal = new(false);
    private readonly ManualResetEventSlim _closing = new(false);
    private Thread? _thread;
    private int _topics;

    /// <summary>Sends the topics' bits soon.</summary>
    public void Send(int topics)
    {
        if (_closing.IsSet)
        {
            return;
        }

        Interlocked.Or(ref _topics, topics);
        EnsureStarted();
        _signal.Set();
    }

    public void Dispose()
    {
        lock (_start)
        {
            _closing.Set();
        }

        _signal.Set();
        _thread?.Join();
        _signal.Dispose();
    }

    private void EnsureStarted()
    {
        if (_thread is not null)
        {
            return;
        }

        lock (_start)
        {
            if (_thread is null && !_closing.IsSet)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "isaa-notifier" };
                _thread.Start();
            }
        }
    }

    private void Run()
    {
        PostgresConnection? connection = null;
        while (!_closing.IsSet)
        {
            _signal.WaitOne();
            var topics = Interlocked.Exchange(ref _topics, 0);
            var pause = topics == 0 ? 0 : TrySend(ref connection, topics) ? LeastPause : PauseAfterFailure;
            _closing.Wait(pause);
        }

        connection?.Dispose();
    }

    private bool TrySend(ref PostgresConnection? connection, int topics)
    {
        try
        {
            connection ??= Open();
            var send = connection.Statement(Notify).Bind(1, $"{name} {topics}");
            _ = send.Step();
            send.Reset();
            return true;
        }
        catch (Exception e) when (e is NpgsqlException || PostgresErrors.IsAway(e))
        {
            // Those who wait look by themselves from time to time.
            connection?.Dispose();
            connection = null;
            return false;
        }
    }

    private PostgresConnection Open()
    {
        var connection = session.Open();
        var set = connection.Statement("SELECT set_config('synchronous_commit', 'off', false)");
        _ = set.Step();
        set.Reset();
        return connection;
    }
}
