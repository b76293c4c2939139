using Isaa.Diagnostics;

namespace Isaa.Sandbox.Workers;

/// <summary>The workers of one profile: those that stand ready, and those being started for callers or for stock. Thread safe.</summary>
internal sealed class WorkerShelf
{
    private readonly WorkerProfile _profile;
    private readonly int _warm;
    private readonly int _mostStarting;
    private readonly Func<WorkerProfile, SandboxWorker> _start;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Queue<SandboxWorker> _ready = [];
    private readonly LinkedList<TaskCompletionSource<SandboxWorker>> _callers = [];
    private int _starting;
    private bool _isClosed;
    private long _usedAt;

    /// <summary>Makes an empty shelf.</summary>
    /// <param name="profile">What stands on it.</param>
    /// <param name="warm">How many workers to keep ready.</param>
    /// <param name="mostStarting">How many may be started at once.</param>
    /// <param name="start">Starts one.</param>
    /// <param name="time">The clock.</param>
    public WorkerShelf(WorkerProfile profile, int warm, int mostStarting, Func<WorkerProfile, SandboxWorker> start, TimeProvider time)
    {
        _profile = profile;
        _warm = warm;
        _mostStarting = mostStarting;
        _start = start;
        _time = time;
        _usedAt = time.GetTimestamp();
    }

    /// <summary>How many stand ready.</summary>
    public int ReadyCount
    {
        get
        {
            lock (_gate)
            {
                return _ready.Count;
            }
        }
    }

    /// <summary>Takes a worker that is ready, or the next that gets so.</summary>
    public async Task<SandboxWorker> TakeAsync(CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource<SandboxWorker>> caller;
        lock (_gate)
        {
            _usedAt = _time.GetTimestamp();
            if (TakeReady() is { } worker)
            {
                Refill(forStock: true);
                return worker;
            }

            caller = _callers.AddLast(new TaskCompletionSource<SandboxWorker>(TaskCreationOptions.RunContinuationsAsynchronously));
            Refill(forStock: true);
        }

        await using (cancellationToken.Register(() => GiveUp(caller, cancellationToken)))
        {
            return await caller.Value.Task;
        }
    }

    /// <summary>Begins to fill the shelf without a caller.</summary>
    public void Warm()
    {
        lock (_gate)
        {
            _usedAt = _time.GetTimestamp();
            Refill(forStock: true);
        }
    }

    /// <summary>Puts back a worker that may serve again; one that may not is ended.</summary>
    public void Return(SandboxWorker worker)
    {
        if (worker.IsAlive)
        {
            Offer(worker);
        }
        else
        {
            worker.Stop();
        }
    }

    /// <summary>Ends the workers that stand ready when nobody took one for so long.</summary>
    public void TrimIfUnused(TimeSpan idleTime)
    {
        lock (_gate)
        {
            if (_callers.Count == 0 && _time.GetElapsedTime(_usedAt) >= idleTime)
            {
                StopReady();
            }
        }
    }

    /// <summary>Ends all that stand ready and starts none again.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            StopReady();
            foreach (var caller in _callers)
            {
                _ = caller.TrySetException(new IsaaException("sandbox_unavailable", "Isaa is being stopped; no code is started any more."));
            }

            _callers.Clear();
        }
    }

    private SandboxWorker? TakeReady()
    {
        while (_ready.TryDequeue(out var worker))
        {
            if (worker.IsAlive)
            {
                return worker;
            }

            worker.Stop();
        }

        return null;
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource<SandboxWorker>> caller, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (caller.List is not null)
            {
                _callers.Remove(caller);
            }
        }

        _ = caller.Value.TrySetCanceled(cancellationToken); // unless it was handed a worker at this very moment: then it has one
    }

    private void Refill(bool forStock)
    {
        var wanted = _callers.Count + (forStock ? Math.Max(0, _warm - _ready.Count) : 0);
        while (!_isClosed && _starting < Math.Min(wanted, _mostStarting))
        {
            var isAwaited = _starting < _callers.Count;
            _starting++;
            var worker = _start(isAwaited && _profile.AwaitedProgram is { } program ? _profile with { Program = program } : _profile);
            _ = worker.Ready.ContinueWith(
                ready => Started(worker, ready.Exception?.InnerException), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private void Started(SandboxWorker worker, Exception? failure)
    {
        lock (_gate)
        {
            _starting--;
            if (failure is not null && _callers.First is { } caller)
            {
                _callers.RemoveFirst();
                _ = caller.Value.TrySetException(failure);
            }

            // At once, so that nobody starts another in its place.
            if (failure is null)
            {
                Offer(worker);
            }

            // A start that failed is tried again for callers only, not for stock.
            Refill(forStock: failure is null);
        }
    }

    private void Offer(SandboxWorker worker)
    {
        lock (_gate)
        {
            while (_callers.First is { } caller)
            {
                _callers.RemoveFirst();
                if (caller.Value.TrySetResult(worker))
                {
                    return;
                }
            }

            if (_isClosed)
            {
                worker.Stop();
            }
            else
            {
                _ready.Enqueue(worker);
            }
        }
    }

    private void StopReady()
    {
        while (_ready.TryDequeue(out var worker))
        {
            worker.Stop();
        }
    }
}
