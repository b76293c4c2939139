using System.Collections.Concurrent;
using Isaa.Diagnostics;
using Isaa.Storage.Sql;
using Microsoft.Extensions.Logging;

namespace Isaa.Storage.Sqlite.Engine;

/// <summary>
/// The one way to write: a thread with its own connection that commits all writes waiting at a moment in one transaction. Callers hear of
/// theirs once it is on disk. A write that fails fails alone.
/// </summary>
internal sealed partial class GroupCommitWriter : IAsyncDisposable
{
    private const int SpinRounds = 60;
    private readonly WriterConnection _connection;
    private readonly SqliteStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<int> _wake;
    private readonly ILogger _logger;
    private readonly ConcurrentQueue<WriteRequest> _queue = new();
    private readonly ManualResetEventSlim _signal = new(false);
    private readonly List<WriteRequest> _group = [];
    private readonly List<Exception?> _errors = [];
    private readonly Lock _start = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;
    private int _asleep;
    private volatile bool _closing;
    private volatile bool _pollWanted;

    /// <summary>Creates a writer; its thread starts with the first write.</summary>
    /// <param name="connection">Its connection.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="wake">Called after a commit with the topics it touched, as bits; negative for what others may have changed.</param>
    /// <param name="logger">Where failed groups are logged.</param>
    public GroupCommitWriter(WriterConnection connection, SqliteStoreOptions options, TimeProvider time, Action<int> wake, ILogger logger)
    {
        _connection = connection;
        _options = options;
        _time = time;
        _wake = wake;
        _logger = logger;
    }

    /// <summary>Runs the operation in a transaction, together with others.</summary>
    /// <returns>The operation's result, once it is on disk.</returns>
    public Task<T> WriteAsync<T>(Func<SqlWriteContext, T> operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new WriteRequest<T>(operation);
        request.CancelBy(cancellationToken);
        _queue.Enqueue(request);
        EnsureStarted();
        Awake();
        if (_closing)
        {
            request.RefuseUnbegun(SqliteErrors.Closed(_options.Path));
        }

        return request.Task;
    }

    /// <summary>Asks the writer to look whether others changed the file.</summary>
    public void Poll()
    {
        if (_thread is not null)
        {
            _pollWanted = true;
            Awake();
        }
    }

    /// <summary>Writes what waits, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        bool started;
        lock (_start)
        {
            _closing = true;
            started = _thread is not null;
        }

        if (started)
        {
            _signal.Set();
            await _ended.Task;
        }
    }

    private void EnsureStarted()
    {
        if (_thread is not null)
        {
            return;
        }

        lock (_start)
        {
            if (_thread is null && !_closing)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "isaa-writer" };
                _thread.Start();
            }
        }
    }

    private void Awake()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _asleep) == 1)
        {
            _signal.Set();
        }
    }

    private void Run()
    {
        while (WaitForWork())
        {
            if (_pollWanted)
            {
                _pollWanted = false;
                if (_connection.ChangedByOthers())
                {
                    _wake(-1);
                }
            }

            if (!_queue.IsEmpty)
            {
                RunGroup();
            }
        }

        _connection.Dispose();
        RefuseWaiting(SqliteErrors.Closed(_options.Path));
        _ended.SetResult();
    }

    // Spins shortly: a caller that awaits each of its writes comes back within microseconds.
    private bool WaitForWork()
    {
        for (var round = 0; round < SpinRounds; round++)
        {
            if (!_queue.IsEmpty || _pollWanted)
            {
                return true;
            }

            Thread.SpinWait(30);
        }

        Volatile.Write(ref _asleep, 1);
        Interlocked.MemoryBarrier();
        while (_queue.IsEmpty && !_pollWanted)
        {
            if (_closing)
            {
                return false;
            }

            _signal.Wait();
            _signal.Reset();
        }

        Volatile.Write(ref _asleep, 0);
        return true;
    }

    private void RunGroup()
    {
        var topics = 0;
        try
        {
            using (_connection.TakeTurn(_options.BusyTimeout, RefuseWaiting))
            {
                TakeGroup();
                topics = CommitGroup();
            }
        }
        catch (Exception e)
        {
            // The file cannot be opened or locked: whoever waits hears of it, and the next write tries again.
            TakeGroup();
            FailAll(e);
        }

        Answer();
        if (topics != 0)
        {
            KillPoint.Reach(KillPoint.StoreWaking);
            _wake(topics);
        }
    }

    private void TakeGroup()
    {
        while (_group.Count < _options.MaxGroup && _queue.TryDequeue(out var request))
        {
            if (request.TryBegin())
            {
                _group.Add(request);
                _errors.Add(null);
            }
        }
    }

    private int CommitGroup()
    {
        if (_group.Count == 0)
        {
            return 0;
        }

        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        var error = _connection.TryCommit(_group, 0, _group.Count, now, out var topics);
        if (error is null)
        {
            return topics;
        }

        if (_group.Count == 1 || _connection.IsBroken)
        {
            FailAll(error);
            return 0;
        }

        LogGroupSplit(_group.Count, error);
        for (var i = 0; i < _group.Count; i++)
        {
            _errors[i] = _connection.TryCommit(_group, i, 1, now, out var alone);
            topics |= alone;
        }

        return topics;
    }

    private void FailAll(Exception error)
    {
        for (var i = 0; i < _group.Count; i++)
        {
            _errors[i] = error;
        }
    }

    private void Answer()
    {
        for (var i = 0; i < _group.Count; i++)
        {
            if (_errors[i] is { } error)
            {
                _group[i].Refuse(SqliteErrors.ToVisible(error, _options.Path));
            }
            else
            {
                _group[i].Acknowledge();
            }
        }

        _group.Clear();
        _errors.Clear();
    }

    private void RefuseWaiting() => RefuseWaiting(SqliteErrors.Busied(_options.Path));

    private void RefuseWaiting(Exception error)
    {
        while (_queue.TryDequeue(out var request))
        {
            request.RefuseUnbegun(error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A group of {Count} writes failed and was repeated one by one")]
    private partial void LogGroupSplit(int count, Exception error);
}
