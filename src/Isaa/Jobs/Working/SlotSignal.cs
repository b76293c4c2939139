namespace Isaa.Jobs.Working;

/// <summary>Lets one waiter know that a slot came free; a signal nobody waits for is kept.</summary>
internal sealed class SlotSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiter;
    private bool _set;

    public void Set()
    {
        lock (_gate)
        {
            // A waiter whose token ended is gone already: the signal is kept for the next.
            _set = _waiter is null || !_waiter.TrySetResult();
            _waiter = null;
        }
    }

    /// <summary>
    /// Returns when no more slots come free at this moment. Jobs that share a commit end together: one claim for all their slots costs little more than one
    /// for the first of them.
    /// </summary>
    public static async Task GatherAsync(Func<int> free)
    {
        for (var seen = 0; free() is var now && now > seen; seen = now)
        {
            await Task.Yield();
        }
    }

    /// <summary>Returns after a signal or when the token ends; never throws.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource waiter;
        lock (_gate)
        {
            if (_set)
            {
                _set = false;
                return;
            }

            waiter = _waiter ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        await using var registration = cancellationToken.Register(static state => ((TaskCompletionSource)state!).TrySetResult(), waiter);
        await waiter.Task;
        lock (_gate)
        {
            _waiter = ReferenceEquals(_waiter, waiter) ? null : _waiter;
        }
    }
}
