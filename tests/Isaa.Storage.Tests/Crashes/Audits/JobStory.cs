using Isaa.Jobs;
using Isaa.Jobs.Events;

namespace Isaa.Storage.Tests.Crashes.Audits;

/// <summary>One job's events in order, read as moves between states.</summary>
internal sealed class JobStory(JobId job)
{
    private static readonly HashSet<string> Ends = ["job.completed", "job.failed", "job.timed_out", "job.cancelled", "job.dead"];

    private static readonly HashSet<string> Pauses = ["job.stalled", "job.retrying", "job.snoozed", "job.released", "job.waiting"];

    private readonly List<JobEvent> _events = [];

    public JobId Job => job;

    public IReadOnlyList<JobEvent> Events => _events;

    /// <summary>Whether a job that ran does not any more.</summary>
    public static bool LeavesSlot(string type) => Pauses.Contains(type) || Ends.Contains(type);

    /// <summary>Whether a job has ended.</summary>
    public static bool IsEnd(string type) => Ends.Contains(type);

    public void Add(JobEvent entry) => _events.Add(entry);

    /// <summary>For a job added in a transaction of the program's own, whose adding may stand later in the whole log.</summary>
    public void SortByNumber() => _events.Sort((left, right) => left.Cursor.Sequence.CompareTo(right.Cursor.Sequence));

    public int Count(string type) => _events.Count(entry => entry.Type == type);

    /// <summary>What the events say that must not be; empty when all is well.</summary>
    public IEnumerable<string> FindFaults()
    {
        if (_events[0].Type != "job.added")
        {
            yield return $"{job} begins with {_events[0].Type}";
        }

        var isActive = false;
        string? end = null;
        foreach (var type in _events.Select(entry => entry.Type))
        {
            if (end is not null)
            {
                yield return $"{job} has {type} after its end by {end}";
            }

            if (type == "job.active")
            {
                if (isActive)
                {
                    yield return $"{job} was started while it ran";
                }

                isActive = true;
            }
            else if (LeavesSlot(type))
            {
                if (!isActive && type is not ("job.cancelled" or "job.dead"))
                {
                    yield return $"{job} has {type} although nobody ran it";
                }

                isActive = false;
                end = Ends.Contains(type) ? type : null;
            }
        }

        if (end is null)
        {
            yield return $"{job} has no end: {string.Join(", ", _events.Select(entry => entry.Type))}";
        }
    }

    /// <summary>How long after the death of the process that held it the job was started again, for each such death.</summary>
    public IEnumerable<TimeSpan> Recoveries(Func<int, DateTimeOffset?> findDeath)
    {
        var attempt = 0;
        DateTimeOffset? died = null;
        foreach (var entry in _events)
        {
            if (entry.Type == "job.active")
            {
                if (died is { } at)
                {
                    yield return entry.At - at;
                }

                attempt++;
                died = null;
            }
            else if (entry.Type == "job.stalled")
            {
                died = findDeath(attempt);
            }
        }
    }
}
