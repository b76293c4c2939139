using System.Data.Common;
using Isaa.Diagnostics;
using Isaa.Storage.Sql;
using Isaa.Storage.Sqlite.Engine;
using Isaa.Storage.Sqlite.Wakeups;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Isaa.Storage.Sqlite;

/// <summary>
/// Owns a SQLite file: the writer, the readers and the wake-ups that all stores on it share. One per file and process. Opens when first used;
/// disposing it writes what waits and closes the file.
/// </summary>
public sealed class SqliteStore : ISqlStore, IAsyncDisposable
{
    private readonly GroupCommitWriter _writer;
    private readonly ReadThreads _readers;
    private readonly ChangePoll _poll;
    private readonly WakeSocket _socket;
    private readonly Lock _gate = new();
    private Task<bool>? _opened;
    private Task? _closed;

    /// <summary>Creates the store for other assemblies, with only the queue's tables written to.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ids">Names this process to the others.</param>
    public SqliteStore(SqliteStoreOptions options, TimeProvider time, IdSource ids)
        : this(options, time, ids, [], NullLoggerFactory.Instance)
    {
    }

    internal SqliteStore(SqliteStoreOptions options, TimeProvider time, IdSource ids, IEnumerable<ISqlStoreWriter> writers, ILoggerFactory loggers)
    {
        options.Path = System.IO.Path.GetFullPath(options.Path);
        Options = options;
        Time = time;
        Wakes = new WakeUps(time);
        Writers = [.. writers];
        var connection = new WriterConnection(options, time, Writers);
        _writer = new GroupCommitWriter(connection, options, time, OnCommitted, loggers.CreateLogger<SqliteStore>());
        _readers = new ReadThreads(options.Readers, () => new SqliteReader(options), () => SqliteErrors.Closed(options.Path));
        _poll = new ChangePoll(time, options.PollInterval, _writer.Poll);
        Wakes.Waiting = OnWaiting;
        _socket = new WakeSocket(options.Path, ids.Next(), time, Wakes.Raise);
    }

    /// <summary>The database file.</summary>
    public string Path => Options.Path;

    internal SqliteStoreOptions Options { get; }

    internal TimeProvider Time { get; }

    internal WakeUps Wakes { get; }

    internal IReadOnlyList<ISqlStoreWriter> Writers { get; }

    WakeUps ISqlStore.Wakes => Wakes;

    /// <summary>Opens the file and brings it to the newest schema; every first use does the same.</summary>
    /// <exception cref="IsaaException"><c>store_newer</c>, <c>store_corrupt</c>, <c>store_busy</c>, <c>store_unavailable</c>.</exception>
    public Task OpenAsync(CancellationToken cancellationToken = default) => EnsureOpenAsync(cancellationToken);

    /// <summary>Looks through all pages for damage; takes time with the size of the file.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The first damage found, in SQLite's words; null when the file is whole.</returns>
    public Task<string?> FindDamageAsync(CancellationToken cancellationToken = default) => ReadAsync(
        static context =>
        {
            var row = context.Statement("PRAGMA quick_check(1)");
            try
            {
                return row.Step() && row.Text(0) is var text && text != "ok" ? text : null;
            }
            finally
            {
                row.Reset();
            }
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

    internal Task<T> WriteAsync<T>(Func<SqlWriteContext, T> operation, CancellationToken cancellationToken)
    {
        CallerTransaction.ThrowIfOpen(this);
        return _writer.WriteAsync(operation, cancellationToken);
    }

    internal Task<T> ReadAsync<T>(Func<SqlReadContext, T> operation, CancellationToken cancellationToken) =>
        _opened is { IsCompletedSuccessfully: true }
            ? _readers.ReadAsync(operation, cancellationToken)
            : OpenAndReadAsync(operation, cancellationToken);

    /// <summary>Wakes listeners here and in other processes.</summary>
    internal void Wake(int topics)
    {
        Wakes.Raise(topics);
        _socket.Send(topics);
    }

    private async Task<T> OpenAndReadAsync<T>(Func<SqlReadContext, T> operation, CancellationToken cancellationToken)
    {
        await EnsureOpenAsync(cancellationToken);
        return await _readers.ReadAsync(operation, cancellationToken);
    }

    private Task<bool> EnsureOpenAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_opened is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _opened = _writer.WriteAsync(static _ => true, CancellationToken.None);
            }

            return _opened.WaitAsync(cancellationToken);
        }
    }

    // Negative: others changed the file; those here are told, the others know.
    private void OnCommitted(int topics)
    {
        if (topics < 0)
        {
            Wakes.Raise(~0);
        }
        else
        {
            Wake(topics);
        }
    }

    private void OnWaiting()
    {
        _socket.Start();
        _poll.Keep();
    }

    private async Task CloseAsync()
    {
        _poll.Dispose();
        await _writer.DisposeAsync();
        _readers.Dispose();
        _socket.Dispose();
    }
}
