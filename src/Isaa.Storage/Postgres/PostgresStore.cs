using System.Data.Common;
using Isaa.Diagnostics;
using Isaa.Storage.Postgres.Engine;
using Isaa.Storage.Postgres.Engine.Reading;
using Isaa.Storage.Postgres.Engine.Writing;
using Isaa.Storage.Postgres.Wakeups;
using Isaa.Storage.Sql;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Isaa.Storage.Postgres;

/// <summary>
/// Owns the connections to a PostgreSQL database that all stores on it share. Opens when first used; disposing it writes what waits and closes the
/// connections. Any number of processes on any machines may use one database.
/// </summary>
public sealed class PostgresStore : ISqlStore, IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly PostgresWriter _writer;
    private readonly ReadThreads _readers;
    private readonly ServerAbsence _absence;
    private readonly ChangePoll _poll;
    private readonly Notifier? _notifier;
    private readonly Listener? _listener;
    private readonly Lock _gate = new();
    private long _lastSeen = -1;

    // A number is taken before its event can be seen: after a change the next look wakes once more.
    private bool _changed;
    private Task? _closed;

    /// <summary>Creates the store for other assemblies, with only the queue's tables written to.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ids">Names this process to the others.</param>
    /// <exception cref="IsaaException"><c>store_invalid</c>: the address cannot be read.</exception>
    public PostgresStore(PostgresStoreOptions options, TimeProvider time, IdSource ids)
        : this(options, time, ids, [], NullLoggerFactory.Instance)
    {
    }

    internal PostgresStore(PostgresStoreOptions options, TimeProvider time, IdSource ids, IEnumerable<ISqlStoreWriter> writers, ILoggerFactory loggers)
    {
        var address = PostgresAddress.Parse(options.ConnectionString);
        Session = new PostgresSession(address, new ServerClock(time, options.UseServerClock), options.AgeingStep);
        _time = time;
        Writers = [.. writers];
        Wakes = new WakeUps(time);
        var logger = loggers.CreateLogger<PostgresStore>();
        _absence = new ServerAbsence(time, options.Patience, options.FirstPatience, address.Shown, logger);
        _writer = new PostgresWriter(
            options, address.Shown, () => new WriterConnection(Session, ids.Next(), Writers), _absence, Wake, logger);
        _readers = new ReadThreads(
            options.Readers, () => new PostgresReader(Session, _absence), () => PostgresErrors.Closed(address.Shown));
        _poll = new ChangePoll(time, options.PollInterval, Poll);
        if (options.Listen)
        {
            var name = ids.Next().ToString("N");
            _notifier = new Notifier(Session, name);
            _listener = new Listener(Session, name, time, Wakes.Raise);
        }

        Wakes.Waiting = OnWaiting;
    }

    /// <summary>The database for people, without user and password.</summary>
    public string Shown => Session.Address.Shown;

    WakeUps ISqlStore.Wakes => Wakes;

    internal PostgresSession Session { get; }

    internal WakeUps Wakes { get; }

    internal IReadOnlyList<ISqlStoreWriter> Writers { get; }

    /// <summary>Reaches the server and brings the schema to the newest; every first use does the same.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What the server says of itself.</returns>
    /// <exception cref="IsaaException"><c>store_newer</c>, <c>store_unavailable</c>, <c>store_busy</c>.</exception>
    public Task<PostgresHealth> LookAsync(CancellationToken cancellationToken = default) => ReadAsync(
        context =>
        {
            var row = context.Statement("""
                SELECT current_setting('server_version'), current_setting('server_version_num')::int / 10000,
                    (current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on' AND current_setting('synchronous_commit') <> 'off')::int,
                    (SELECT sum(numbackends) FROM pg_stat_database)::bigint, current_setting('max_connections')::bigint,
                    (extract(epoch FROM clock_timestamp()) * 1000)::bigint
                """);
            _ = row.Step();
            var health = new PostgresHealth
            {
                Version = row.Text(0),
                MajorVersion = row.Int(1),
                IsDurable = row.Int(2) == 1,
                Connections = row.Long(3),
                MaxConnections = row.Long(4),
                ClockAhead = DateTimeOffset.FromUnixTimeMilliseconds(row.Long(5)) - _time.GetUtcNow(),
            };
            row.Reset();
            return health;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            return new ValueTask(_closed ??= CloseAsync());
        }
    }

    Task<T> ISqlStore.WriteAsync<T>(Func<SqlWriteContext, T> operation, CancellationToken cancellationToken) => WriteAsync(operation, cancellationToken);

    Task<T> ISqlStore.ReadAsync<T>(Func<SqlReadContext, T> operation, CancellationToken cancellationToken) => ReadAsync(operation, cancellationToken);

    T ISqlStore.WriteIn<T>(DbTransaction transaction, Func<SqlWriteContext, T> operation) => CallerConnection.Write(this, transaction, operation);

    void ISqlStore.Wake(int topics) => Wake(topics);

    internal Task<T> WriteAsync<T>(Func<SqlWriteContext, T> operation, CancellationToken cancellationToken) => _writer.WriteAsync(operation, cancellationToken);

    /// <summary>Runs the operation once for all that wait with the same one.</summary>
    internal Task<T> WriteAsync<TItem, T>(
        Func<SqlWriteContext, IReadOnlyList<TItem>, IReadOnlyList<T>> operation, TItem item, CancellationToken cancellationToken) =>
        _writer.WriteAsync(operation, item, cancellationToken);

    internal Task<T> ReadAsync<T>(Func<SqlReadContext, T> operation, CancellationToken cancellationToken) => _readers.ReadAsync(operation, cancellationToken);

    /// <summary>Whether the server was away within this time.</summary>
    internal bool WasAwayWithin(TimeSpan span) => _absence.WasWithin(span);

    /// <summary>Wakes listeners here and in other processes.</summary>
    internal void Wake(int topics)
    {
        Wakes.Raise(topics);
        _notifier?.Send(topics);
    }

    private void OnWaiting()
    {
        _listener?.Start();
        _poll.Keep();
    }

    private void Poll() => _ = PollAsync();

    private async Task PollAsync()
    {
        try
        {
            var last = await ReadAsync(
                static context =>
                {
                    var row = context.Statement("SELECT last_value FROM isaa_events_event_seq");
                    _ = row.Step();
                    var last = row.Long(0);
                    row.Reset();
                    return last;
                },
                CancellationToken.None);
            var changed = Interlocked.Exchange(ref _lastSeen, last) != last;
            if (Interlocked.Exchange(ref _changed, changed) || changed)
            {
                Wakes.Raise(~0);
            }
        }
        catch (IsaaException)
        {
            // Who waits finds out when it looks by itself.
        }
    }

    private async Task CloseAsync()
    {
        _poll.Dispose();
        await _writer.DisposeAsync();
        _readers.Dispose();
        _absence.Dispose();
        if (_listener is not null)
        {
            await _listener.DisposeAsync();
        }

        _notifier?.Dispose();
    }
}
