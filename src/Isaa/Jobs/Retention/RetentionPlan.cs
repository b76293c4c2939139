namespace Isaa.Jobs.Retention;

/// <summary>Decides which ended jobs go, given the rules and how much there is. Jobs must be shown to it in the order of their ending.</summary>
internal sealed class RetentionPlan
{
    private readonly Dictionary<(string Tenant, string Queue, JobState State), RetentionLimit> _rules;
    private readonly Dictionary<(string Tenant, string Queue, JobState State), (long Count, long Bytes)> _excess = [];
    private readonly RetentionOptions _options;
    private readonly DateTimeOffset _now;

    public RetentionPlan(RetentionOptions options, IReadOnlyList<RetentionRule> rules, DateTimeOffset now)
    {
        _options = options;
        _now = now;
        _rules = rules.ToDictionary(r => (r.Tenant, r.Queue, r.State), r => r.Limit);
    }

    /// <summary>The rules whose queues have to be added up first.</summary>
    public IEnumerable<(string Tenant, string Queue, JobState State)> Sums =>
        _rules.Where(r => r.Value.Count is not null || r.Value.Bytes is not null).Select(r => r.Key);

    /// <summary>Takes note of how much there is.</summary>
    public void Add(EndedSum sum)
    {
        var limit = _rules[(sum.Tenant, sum.Queue, sum.State)];
        _excess[(sum.Tenant, sum.Queue, sum.State)] = (sum.Count - (limit.Count ?? sum.Count), sum.Bytes - (limit.Bytes ?? sum.Bytes));
    }

    /// <summary>Whether the job goes.</summary>
    public bool Deletes(EndedJob job)
    {
        var key = (job.Tenant, job.Queue, job.State);
        var (count, bytes) = _excess.GetValueOrDefault(key);
        var isOld = FindAge(key) is { } age && job.FinishedAt <= _now - age;
        if (!isOld && count <= 0 && bytes <= 0)
        {
            return false;
        }

        _excess[key] = (count - 1, bytes - job.Bytes);
        return true;
    }

    /// <summary>Whether no job that ended after this one can go.</summary>
    public bool IsDoneAt(EndedJob job) =>
        _excess.Values.All(e => e is { Count: <= 0, Bytes: <= 0 }) && (ShortestAge() is not { } age || job.FinishedAt > _now - age);

    private TimeSpan? ShortestAge() =>
        _rules.Values.Select(l => l.Age).Concat([_options.Completed, _options.Cancelled, _options.Failed, _options.Dead]).Min();

    private TimeSpan? FindAge((string Tenant, string Queue, JobState State) key) =>
        _rules.TryGetValue(key, out var limit) ? limit.Age : _options.For(key.State);
}
