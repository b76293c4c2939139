using System.Globalization;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Storage.Tests.Crashes.Host;

namespace Isaa.Storage.Tests.Crashes.Audits;

/// <summary>Compares what the store says with what the processes wrote down before they were killed.</summary>
internal sealed class CrashAudit
{
    private readonly Dictionary<JobId, JobStory> _stories = [];
    private readonly IReadOnlyList<JobEvent> _events;
    private readonly Dictionary<JobId, string> _tags = [];
    private readonly IJobStore _store;
    private readonly ILookup<string, LedgerLine> _said;
    private readonly List<string> _faults = [];

    public CrashAudit(IReadOnlyList<JobEvent> events, IJobStore store, IReadOnlyList<LedgerLine> lines)
    {
        _store = store;
        _events = events;
        _said = lines.ToLookup(line => line.Verb);
        foreach (var entry in events)
        {
            if (!_stories.TryGetValue(entry.Job, out var story))
            {
                _stories.Add(entry.Job, story = new JobStory(entry.Job));
            }

            story.Add(entry);
        }
    }

    public async Task CheckAsync(IReadOnlySet<string> orders)
    {
        CheckAcknowledged();
        CheckActs();
        CheckSteps();
        foreach (var story in _stories.Values)
        {
            if (orders.Contains(story.Job.ToString()))
            {
                story.SortByNumber();
            }

            _faults.AddRange(story.FindFaults());
            await CheckJobAsync(story, orders);
        }

        _faults.AddRange(orders.Where(order => !_stories.Keys.Any(job => job.ToString() == order)).Select(order => $"order {order} is there without its job"));
        _faults.AddRange(new KeyAudit(_tags).FindFaults(_events));
        Assert.True(_faults.Count == 0, $"{_faults.Count} faults: {string.Join("; ", _faults.Take(20))}");
    }

    /// <summary>The figures; recoveries are taken from the deaths at which another worker lived.</summary>
    public CrashFigures Sum(string store, int kills, TimeSpan lease, IReadOnlyList<(int Process, DateTimeOffset At)> deaths)
    {
        var died = deaths.GroupBy(death => death.Process).ToDictionary(death => death.Key, death => death.Last().At);
        var began = _said["began"].ToLookup(line => line.Job, line => int.Parse(line.Detail, CultureInfo.InvariantCulture));
        var recoveries = _stories.Values
            .SelectMany(story => story.Recoveries(_ => FindDeath(began[story.Job], died)))
            .Select(recovery => recovery.TotalMilliseconds).Order().ToList();
        return new CrashFigures
        {
            Store = store,
            Kills = kills,
            Acknowledged = _said["added"].Count(),
            Stalled = _stories.Values.Sum(story => story.Count("job.stalled")),
            Acts = _said["acted"].Count(),
            Unknown = _said["unknown"].Count(),
            Refused = _said["refused"].CountBy(line => line.Detail).ToDictionary(),
            RecoveryMedianMs = recoveries.Count == 0 ? 0 : Math.Round(recoveries[recoveries.Count / 2]),
            RecoveryLongestMs = recoveries.Count == 0 ? 0 : Math.Round(recoveries[^1]),
            LeaseMs = lease.TotalMilliseconds,
        };
    }

    // Known only where exactly one process that died had begun the job.
    private static DateTimeOffset? FindDeath(IEnumerable<int> began, Dictionary<int, DateTimeOffset> died)
    {
        var dead = began.Where(died.ContainsKey).Distinct().ToList();
        return dead.Count == 1 ? died[dead[0]] : null;
    }

    private void CheckAcknowledged()
    {
        _faults.AddRange(_said["added"].Where(line => !_stories.ContainsKey(line.Job)).Select(line => $"acknowledged job {line.Job} ({line.Detail}) is lost"));
        _faults.AddRange(_said["wrong"].Select(line => $"{line.Job} {line.Detail}"));
    }

    private void CheckActs()
    {
        _faults.AddRange(_said["acted"].GroupBy(line => line.Detail).Where(act => act.Count() > 1).Select(act => $"{act.First().Job} acted {act.Count()} times under {act.Key}"));
        var acted = _said["acted"].Select(line => line.Detail).ToHashSet();
        _faults.AddRange(_said["saw"]
            .Select(line => (line.Job, Step: line.Detail.Split('=')))
            .Where(line => IsAct(line.Step[0]) && !acted.Contains(line.Step[1]))
            .Select(line => $"{line.Job} was told of an act at {line.Step[0]} that did not happen"));
    }

    private static bool IsAct(string step) =>
        step.StartsWith(nameof(StepKind.OnceOnly), StringComparison.Ordinal) || step.StartsWith(nameof(StepKind.Reconcilable), StringComparison.Ordinal);

    private void CheckSteps() => _faults.AddRange(_said["saw"]
        .Select(line => (line.Job, Step: line.Detail.Split('=')))
        .GroupBy(line => (line.Job, line.Step[0]), line => line.Step[1])
        .Where(step => step.Distinct().Count() > 1)
        .Select(step => $"{step.Key.Job} saw different results of step {step.Key.Item2}"));

    private async Task CheckJobAsync(JobStory story, IReadOnlySet<string> orders)
    {
        if (await _store.FindAsync(story.Job, CancellationToken.None) is not { } detail)
        {
            _faults.Add($"{story.Job} has events and is not there");
            return;
        }

        var job = detail.Job;
        if (job.Tags is [var tag])
        {
            _tags.Add(job.Id, tag);
        }

        var mayEnd = job.State == JobState.Completed || job.State == JobState.Cancelled && job.CancelReason is not null;
        Expect(mayEnd, job, $"ended as {job.State}");
        Expect(job.State != JobState.Completed || detail.Result is not null, job, "completed without its result");
        Expect(story.Count("job.active") == job.Started, job, $"was started {job.Started} times and has {story.Count("job.active")} events of it");
        Expect(story.Count("job.stalled") == job.Stalled, job, $"stalled {job.Stalled} times and has {story.Count("job.stalled")} events of it");
        Expect(story.Count("job.retrying") == job.Charged, job, $"was charged {job.Charged} times and retried {story.Count("job.retrying")} times");
        Expect(job.Kind != "crash.order" || orders.Contains(job.Id.ToString()), job, "is there without its order");
    }

    private void Expect(bool holds, Job job, string otherwise)
    {
        if (!holds)
        {
            _faults.Add($"{job.Id} ({job.Kind}) {otherwise}");
        }
    }
}
