using System.Collections.Concurrent;

namespace Isaa.Storage.Sql;

/// <summary>A few threads that read, started when needed.</summary>
/// <param name="most">How many threads at most.</param>
/// <param name="create">Makes a thread's runner; called on that thread.</param>
/// <param name="closed">The error of reads that come after the end.</param>
internal sealed class ReadThreads(int most, Func<IReadRunner> create, Func<Exception> closed) : IDisposable
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
            request.Fail(closed());
            return request.Task;
        }

        if (Volatile.Read(ref _idle) == 0 && _threads.Count < most)
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
            if (_threads.Count < most && !_queue.IsAddingCompleted)
            {
                var thread = new Thread(Run) { IsBackground = true, Name = "isaa-reader" };
                _threads.Add(thread);
                thread.Start();
            }
        }
    }

    private void Run()
    {
        using var reader = create();
        Interlocked.Increment(ref _idle);
        foreach (var request in _queue.GetConsumingEnumerable())
        {
            Interlocked.Decrement(ref _idle);
            reader.Run(request);
            Interlocked.Increment(ref _idle);
        }
    }
}
