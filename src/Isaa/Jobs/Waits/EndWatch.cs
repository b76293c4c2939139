using Isaa.Jobs.Events;
using Isaa.Jobs.Store;

namespace Isaa.Jobs.Waits;

/// <summary>
/// Tells callers in this process when jobs have ended. All of them look at the store together, one look for each change, however many they are. Thread safe.
/// </summary>
/// <param name="store">The store.</param>
internal sealed class EndWatch(IJobStore store)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<JobId, List<TaskCompletionSource>> _waiting = [];
    private bool _isLooking;

    /// <summary>Returns when the job has ended or does not exist.</summary>
    public async Task WaitAsync(JobId job, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (!_waiting.TryGetValue(job, out var others))
            {
                _waiting[job] = others = [];
            }

            others.Add(ended);
            if (!_isLooking)
            {
                _isLooking = true;
                _ = Task.Run(LookAsync, CancellationToken.None);
            }
        }

        try
        {
            // What ended before the others' newest look is seen here, and what ends later by their next one.
            if ((await store.FindEndedAsync([job], cancellationToken)).Count == 0)
            {
                await ended.Task.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            Leave(job, ended);
        }
    }

    private async Task LookAsync()
    {
        while (true)
        {
            var version = store.Version(StoreTopic.Events);
            if (Waiting() is not { Length: > 0 } jobs)
            {
                return;
            }

            try
            {
                Tell(await store.FindEndedAsync(jobs, CancellationToken.None), null);
                await store.WaitAsync(StoreTopic.Events, version, EventFeed.PollInterval, CancellationToken.None);
            }
            catch (Exception e)
            {
                // Whoever waits hears what is wrong with the store.
                Tell(jobs, e);
            }
        }
    }

    // The last look ends here, under the same lock under which a new caller would begin one.
    private JobId[] Waiting()
    {
        lock (_gate)
        {
            _isLooking = _waiting.Count > 0;
            return [.. _waiting.Keys];
        }
    }

    private void Tell(IReadOnlyCollection<JobId> jobs, Exception? failure)
    {
        lock (_gate)
        {
            foreach (var job in jobs)
            {
                if (_waiting.Remove(job, out var callers))
                {
                    callers.ForEach(caller => _ = failure is null ? caller.TrySetResult() : caller.TrySetException(failure));
                }
            }
        }
    }

    private void Leave(JobId job, TaskCompletionSource caller)
    {
        lock (_gate)
        {
            if (_waiting.TryGetValue(job, out var callers) && callers.Remove(caller) && callers.Count == 0)
            {
                _waiting.Remove(job);
            }
        }
    }
}
