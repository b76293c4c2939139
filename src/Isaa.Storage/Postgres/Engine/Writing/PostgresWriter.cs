using Isaa.Diagnostics;
using Isaa.Storage.Sql;
using Microsoft.Extensions.Logging;

namespace Isaa.Storage.Postgres.Engine.Writing;

/// <summary>
/// Some threads that write, each committing what waits at a moment in one transaction of its own. Callers hear of theirs once it is on disk. A write that
/// fails fails alone; one that finds the server away waits for it, for a while.
/// </summary>
internal sealed partial class PostgresWriter : IAsyncDisposable
{
    private readonly PostgresStoreOptions _options;
    private readonly Func<WriterConnection> _connect;
    private readonly ILogger _logger;
    private readonly Action<int> _wake;
    private readonly ServerAbsence _absence;
    private readonly string _shown;
    private readonly Queue<WriteRequest> _queue = new();
    private readonly Lock _start = new();
    private readonly List<Task> _ended = [];
    private readonly object _gate = new();
    private int _idle;
    private bool _closing;

    /// <summary>Creates a writer; its threads start when needed.</summary>
    /// <param name="options">Limits.</param>
    /// <param name="shown">The store's name in errors.</param>
    /// <param name="connect">Makes a thread's connection.</param>
    /// <param name="absence">Knows how long the server has been away.</param>
    /// <param name="wake">Called after a commit with the topics it touched, as bits.</param>
    /// <param name="logger">Where failed groups are logged.</param>
    public PostgresWriter(
        PostgresStoreOptions options, string shown, Func<WriterConnection> connect, ServerAbsence absence, Action<int> wake, ILogger logger)
    {
        _options = options;
        _shown = shown;
        _connect = connect;
        _absence = absence;
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
        Add(request);
        return request.Task;
    }

    /// <summary>Runs the operation once for all that wait with the same one, in a transaction together with others.</summary>
    /// <returns>The operation's result for this item, once it is on disk.</returns>
    public Task<T> WriteAsync<TItem, T>(
        Func<SqlWriteContext, IReadOnlyList<TItem>, IReadOnlyList<T>> operation, TItem item, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new SetWriteRequest<TItem, T>(operation, item);
        request.CancelBy(cancellationToken);
        Add(request);
        return request.Task;
    }

    /// <summary>Writes what waits, then closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.PulseAll(_gate);
        }

        _absence.Close();
        Task[] ended;
        lock (_start)
        {
            ended = [.. _ended];
        }

        await Task.WhenAll(ended);
    }

    private void Add(WriteRequest request)
    {
        bool needsThread;
        lock (_gate)
        {
            if (_closing)
            {
                request.RefuseUnbegun(PostgresErrors.Closed(_shown));
                return;
            }

            _queue.Enqueue(request);
            needsThread = _idle == 0;
            Monitor.Pulse(_gate);
        }

        if (needsThread && _ended.Count < _options.Writers)
        {
            StartThread();
        }
    }

    private void StartThread()
    {
        lock (_start)
        {
            if (_ended.Count < _options.Writers)
            {
                var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _ended.Add(ended.Task);
                new Thread(() => Run(ended)) { IsBackground = true, Name = "isaa-writer" }.Start();
            }
        }
    }

    private void Run(TaskCompletionSource ended)
    {
        var group = new WriteGroup();
        using (var connection = _connect())
        {
            while (Take(group))
            {
                var topics = Commit(connection, group);
                group.Answer(_shown);
                if (topics != 0)
                {
                    KillPoint.Reach(KillPoint.StoreWaking);
                    _wake(topics);
                }
            }
        }

        ended.SetResult();
    }

    private bool Take(WriteGroup group)
    {
        lock (_gate)
        {
            while (_queue.Count == 0)
            {
                if (_closing)
                {
                    return false;
                }

                _idle++;
                Monitor.Wait(_gate);
                _idle--;
            }

            while (group.Count < _options.MaxGroup && _queue.TryDequeue(out var request))
            {
                group.Add(request);
            }

            return true;
        }
    }

    private int Commit(WriterConnection connection, WriteGroup group)
    {
        if (group.Count == 0)
        {
            return 0;
        }

        var result = CommitPatiently(connection, group, 0, group.Count);
        if (result.Error is null)
        {
            return result.Topics;
        }

        if (result.IsAway || (group.Count == 1 && !PostgresErrors.IsPassing(result.Error)))
        {
            group.FailAll(result.Error);
            return 0;
        }

        LogGroupSplit(group.Count, result.Error);
        var topics = 0;
        for (var i = 0; i < group.Count; i++)
        {
            var alone = CommitAlone(connection, group, i);
            group.Fail(i, alone.Error);
            topics |= alone.Topics;
        }

        return topics;
    }

    private CommitResult CommitAlone(WriterConnection connection, WriteGroup group, int index)
    {
        const int Tries = 5;
        for (var tried = 1; ; tried++)
        {
            var result = CommitPatiently(connection, group, index, 1);
            if (result.Error is null || tried == Tries || !PostgresErrors.IsPassing(result.Error))
            {
                return result;
            }
        }
    }

    // A server that is away is tried again and again; who finds it away for too long is told at once.
    private CommitResult CommitPatiently(WriterConnection connection, WriteGroup group, int first, int count)
    {
        var began = _absence.Begin();
        while (true)
        {
            var result = connection.TryCommit(group.Requests, first, count);
            if (!result.IsAway)
            {
                _absence.End();
                return result;
            }

            if (!_absence.WaitToRetry(result.Error!, began))
            {
                var error = connection.IsUnknown ? PostgresErrors.Unknown(_shown, result.Error) : PostgresErrors.Away(_shown, result.Error);
                connection.GiveUp();
                return result with { Error = error };
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A group of {Count} writes failed and was repeated one by one")]
    private partial void LogGroupSplit(int count, Exception error);
}
