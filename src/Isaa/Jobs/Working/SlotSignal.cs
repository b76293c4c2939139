namespace Isaa.Jobs.Working;

/// <summary>Lets one waiter know that a slot came free; a signal nobody waits for is kept.</summary>
internal sealed class SlotSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiter;
    private bool _set;

    public void Set()
    {
        TaskCompletionSource? waiter;
        lock (_gate)
        {
            waiter = _waiter;
            _waiter = null;
            _set = waiter is null;
        }

        waiter?.TrySetResult();
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
    }
}
