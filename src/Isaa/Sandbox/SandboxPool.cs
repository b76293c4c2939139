using System.Collections.Concurrent;
using System.Globalization;
using Isaa.Diagnostics;
using Isaa.Sandbox.Launching;
using Isaa.Sandbox.Workers;
using Microsoft.Extensions.Options;

namespace Isaa.Sandbox;

/// <summary>
/// Sandboxed processes that stand ready, so that a call does not wait for one to start. A process in which foreign code ran is never used
/// again: no call sees anything of another. Thread safe; disposing it ends all processes.
/// </summary>
internal sealed class SandboxPool : IAsyncDisposable, IDisposable
{
    private const int MostGone = 5;

    private readonly SandboxLauncher _launcher;
    private readonly SandboxPoolOptions _options;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turns;
    private readonly ConcurrentDictionary<string, Lazy<WorkerShelf>> _shelves = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<SandboxWorker, Task> _workers = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly ITimer _trim;
    private int _inside;
    private int _disposed;

    public SandboxPool(SandboxLauncher launcher, IOptions<SandboxPoolOptions> options, TimeProvider time)
    {
        _launcher = launcher;
        _options = options.Value;
        _time = time;
        _turns = new SemaphoreSlim(_options.RunningCalls);
        _trim = time.CreateTimer(_ => Trim(), null, _options.IdleTime, _options.IdleTime);
    }

    /// <summary>How many processes there are: ready, starting, working and ending.</summary>
    public int WorkerCount => _workers.Count;

    /// <summary>Asks a worker of this kind, as soon as one is ready and it is this call's turn.</summary>
    /// <returns>What came of it, and how long it took until a worker had the request.</returns>
    /// <exception cref="IsaaException">
    /// <c>busy</c> when too many wait already; <c>sandbox_unavailable</c> or <c>worker_broken</c> when no worker can be started. Nothing ran then.
    /// </exception>
    public async Task<(WorkerExchange Exchange, TimeSpan Wait)> CallAsync(WorkerProfile profile, WorkerCall call, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        try
        {
            if (Interlocked.Increment(ref _inside) > _options.RunningCalls + _options.WaitingCalls)
            {
                throw new IsaaException("busy", string.Create(
                    CultureInfo.InvariantCulture, $"{_options.RunningCalls} calls run and {_options.WaitingCalls} wait already; try again later."));
            }

            await _turns.WaitAsync(ending.Token);
            try
            {
                var (exchange, wait) = await AskAsync(ShelfFor(profile), call, began, ending.Token);
                if (exchange.End != WorkerEnd.Replied)
                {
                    ending.Token.ThrowIfCancellationRequested();
                }

                return (exchange, wait);
            }
            finally
            {
                _ = _turns.Release();
            }
        }
        finally
        {
            _ = Interlocked.Decrement(ref _inside);
        }
    }

    /// <summary>Begins to make workers of this kind ready.</summary>
    public void Warm(WorkerProfile profile) => ShelfFor(profile).Warm();

    /// <summary>How many workers of this kind stand ready.</summary>
    public int CountReady(WorkerProfile profile) => ShelfFor(profile).ReadyCount;

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _trim.DisposeAsync();
        await _stopping.CancelAsync();
        foreach (var shelf in _shelves.Values)
        {
            shelf.Value.Close();
        }

        var ending = _workers.ToArray();
        foreach (var (worker, _) in ending)
        {
            worker.Stop();
        }

        await Task.WhenAll(ending.Select(static pair => pair.Value));
        _stopping.Dispose();
    }

    private async Task<(WorkerExchange Exchange, TimeSpan Wait)> AskAsync(WorkerShelf shelf, WorkerCall call, long began, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MostGone; i++)
        {
            var worker = await shelf.TakeAsync(cancellationToken);
            var wait = _time.GetElapsedTime(began);
            call.Sending?.Invoke();
            var exchange = await worker.CallAsync(call, cancellationToken);
            shelf.Return(worker);
            if (exchange.End != WorkerEnd.Gone)
            {
                return (exchange, wait);
            }
        }

        throw new IsaaException("worker_broken", $"{MostGone} processes in a row ended while they waited for a call. Look in the system's log for what kills them, memory first.");
    }

    private WorkerShelf ShelfFor(WorkerProfile profile)
    {
        var shelf = _shelves.GetOrAdd(profile.Key, _ => new Lazy<WorkerShelf>(() => new WorkerShelf(
            profile, profile.Warm ?? _options.WarmWorkers, Math.Max(1, Environment.ProcessorCount), Start, _time))).Value;
        if (_disposed != 0)
        {
            shelf.Close();
            throw new ObjectDisposedException(nameof(SandboxPool));
        }

        return shelf;
    }

    private SandboxWorker Start(WorkerProfile profile)
    {
        var worker = new SandboxWorker(profile, _launcher, _time, _options.StartTime);
        _workers[worker] = worker.Ended.ContinueWith(
            _ => _workers.TryRemove(worker, out Task? _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        worker.Start();
        return worker;
    }

    private void Trim()
    {
        foreach (var shelf in _shelves.Values)
        {
            shelf.Value.TrimIfUnused(_options.IdleTime);
        }
    }
}
