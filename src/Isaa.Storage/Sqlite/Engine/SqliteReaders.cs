using System.Collections.Concurrent;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Sqlite.Engine;

/// <summary>A few threads that read, started when needed.</summary>
internal sealed class SqliteReaders(SqliteStoreOptions options) : IDisposable
{
    private readonly BlockingCollection<ReadRequest> _queue = [];
    private readonly Lock _start = new();
    private readonly List<Thread> _threads = [];
    private int _idle;

    /// <summary>Runs the operation on a reading connection.</summary>
    public Task<T> ReadAsync<T>(Func<SqlReadContext, T> operation, CancellationToken cancellationToken)
    {
        var request = new ReadRequest<T>(operation, cancellationToken);
        try
        {
            _queue.Add(request, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // Closed meanwhile.
            request.Fail(SqliteErrors.Closed(options.Path));
            return request.Task;
        }

        if (Volatile.Read(ref _idle) == 0 && _threads.Count < options.Readers)
        {
            StartThread();
        }

        return request.Task;
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        List<Thread> threads;
        lock (_start)
        {
            threads = [.. _threads];
        }

        threads.ForEach(t => t.Join());
        _queue.Dispose();
    }

    private void StartThread()
    {
        lock (_start)
        {
            if (_threads.Count < options.Readers && !_queue.IsAddingCompleted)
            {
                var thread = new Thread(Run) { IsBackground = true, Name = "isaa-reader" };
                _threads.Add(thread);
                thread.Start();
            }
        }
    }

    private void Run()
    {
        using var reader = new SqliteReader(options);
        Interlocked.Increment(ref _idle);
        foreach (var request in _queue.GetConsumingEnumerable())
        {
            Interlocked.Decrement(ref _idle);
            reader.Run(request);
            Interlocked.Increment(ref _idle);
        }
    }
}
