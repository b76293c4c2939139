using System.Runtime.CompilerServices;
using Isaa.Jobs.Store;

namespace Isaa.Jobs.Events;

/// <summary>Reads the event log as it grows. Thread safe.</summary>
/// <param name="store">The store whose log is read.</param>
public sealed class EventFeed(IJobStore store)
{
    /// <summary>How long a reader waits at most before it looks again without having been woken: 1 second.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Yields events from a place on, oldest first, each once, and waits for more. The log has no gaps a reader could miss; to go on after a break,
    /// pass the last event's cursor.
    /// </summary>
    /// <param name="query">Where to start and which to read; its limit is the size of one read.</param>
    /// <param name="cancellationToken">Ends the watching.</param>
    public async IAsyncEnumerable<JobEvent> WatchAsync(EventQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var version = store.Version(StoreTopic.Events);
            var events = await store.ReadEventsAsync(query, cancellationToken);
            foreach (var one in events)
            {
                yield return one;
            }

            if (events.Count > 0)
            {
                query = query with { After = events[^1].Cursor };
            }
            else
            {
                await store.WaitAsync(StoreTopic.Events, version, PollInterval, cancellationToken);
            }
        }
    }

    /// <summary>Yields the events there are of one job now, oldest first.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<JobEvent> ReadJobAsync(JobId job, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var query = new EventQuery { Job = job };
        while (await store.ReadEventsAsync(query, cancellationToken) is { Count: > 0 } events)
        {
            foreach (var one in events)
            {
                yield return one;
            }

            query = query with { After = events[^1].Cursor };
        }
    }

    /// <summary>Yields one job's events until it has ended, its last event included.</summary>
    /// <param name="job">The job.</param>
    /// <param name="after">Where to start.</param>
    /// <param name="cancellationToken">Ends the watching; the job goes on.</param>
    public async IAsyncEnumerable<JobEvent> WatchJobAsync(
        JobId job, EventCursor after = default, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var query = new EventQuery { Job = job, After = after };
        while (true)
        {
            var version = store.Version(StoreTopic.Events);
            var detail = await store.FindAsync(job, cancellationToken);
            var events = await store.ReadEventsAsync(query, cancellationToken);
            foreach (var one in events)
            {
                yield return one;
            }

            if (events.Count > 0)
            {
                query = query with { After = events[^1].Cursor };
            }
            else if (detail is null || detail.Job.State.IsFinal())
            {
                yield break;
            }
            else
            {
                await store.WaitAsync(StoreTopic.Events, version, PollInterval, cancellationToken);
            }
        }
    }
}
