using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Storage.Tests.Crashes.Host;

namespace Isaa.Storage.Tests.Crashes.Audits;

/// <summary>Reads the whole log once more for what holds between jobs: limits of groups, strict order, one job a unique key.</summary>
internal sealed class KeyAudit(IReadOnlyDictionary<JobId, string> tags)
{
    private readonly Dictionary<string, HashSet<JobId>> _alive = [];
    private readonly Dictionary<string, HashSet<JobId>> _active = [];
    private readonly Dictionary<string, Queue<JobId>> _order = [];

    public IEnumerable<string> FindFaults(IEnumerable<JobEvent> events)
    {
        foreach (var entry in events)
        {
            if (tags.TryGetValue(entry.Job, out var tag) && Follow(entry, tag) is { } fault)
            {
                yield return fault;
            }
        }
    }

    private string? Follow(JobEvent entry, string tag)
    {
        var alive = Of(_alive, tag);
        var active = Of(_active, tag);
        switch (entry.Type)
        {
            case "job.added":
                alive.Add(entry.Job);
                Of(_order, tag).Enqueue(entry.Job);
                return IsSort(tag, KeyTag.Unique) && alive.Count > 1 ? $"{tag} belongs to {alive.Count} jobs at once" : null;
            case "job.active":
                active.Add(entry.Job);
                return IsSort(tag, KeyTag.Group) && active.Count > KeyTag.GroupConcurrency || IsSort(tag, KeyTag.Fifo) && active.Count > 1
                    ? $"{tag} runs {active.Count} jobs at once"
                    : null;
            default:
                return Leave(entry, tag, alive, active);
        }
    }

    private string? Leave(JobEvent entry, string tag, HashSet<JobId> alive, HashSet<JobId> active)
    {
        if (JobStory.LeavesSlot(entry.Type))
        {
            active.Remove(entry.Job);
        }

        if (!JobStory.IsEnd(entry.Type))
        {
            return null;
        }

        alive.Remove(entry.Job);
        var first = Of(_order, tag).Dequeue();
        return IsSort(tag, KeyTag.Fifo) && first != entry.Job ? $"{entry.Job} of {tag} ended before {first}, which was added before it" : null;
    }

    private static bool IsSort(string tag, string sort) => tag.StartsWith(sort, StringComparison.Ordinal);

    private static T Of<T>(Dictionary<string, T> all, string tag)
        where T : new() => all.TryGetValue(tag, out var known) ? known : all[tag] = new T();
}
