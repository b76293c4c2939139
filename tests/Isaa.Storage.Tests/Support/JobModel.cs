using Isaa.Jobs;

namespace Isaa.Storage.Tests.Support;

/// <summary>The queue in memory, as simple as it can be said: what every store must agree with.</summary>
internal sealed class JobModel
{
    public sealed record Entry
    {
        public required JobId Id { get; init; }

        public required int Order { get; init; }

        public required int Priority { get; init; }

        public JobState State { get; set; }

        public DateTimeOffset RunAt { get; set; }

        /// <summary>Its place in the order of claims.</summary>
        public DateTimeOffset Rank => RunAt + TimeSpan.FromMinutes(10) * Priority;

        public int Started { get; set; }

        public int Charged { get; set; }

        public int Stalled { get; set; }

        public bool CancelAsked { get; set; }
    }

    public List<Entry> Jobs { get; } = [];

    public IEnumerable<Entry> Claimable => Jobs.Where(j => j.State == JobState.Ready).OrderBy(j => j.Rank).ThenBy(j => j.Order);

    public void Add(JobId id, int priority, DateTimeOffset runAt, DateTimeOffset now) => Jobs.Add(new Entry
    {
        Id = id,
        Order = Jobs.Count,
        Priority = priority,
        RunAt = runAt > now ? runAt : now,
        State = runAt > now ? JobState.Delayed : JobState.Ready,
    });

    public List<Entry> Claim(int limit)
    {
        var taken = Claimable.Take(limit).ToList();
        foreach (var job in taken)
        {
            Move(job, JobState.Active);
            job.Started++;
        }

        return taken;
    }

    public void Promote(DateTimeOffset now)
    {
        foreach (var job in Jobs.Where(j => j.State == JobState.Delayed && j.RunAt <= now))
        {
            Move(job, JobState.Ready);
        }
    }

    public void Rescue(int stallLimit)
    {
        foreach (var job in Jobs.Where(j => j.State == JobState.Active))
        {
            job.Stalled++;
            Move(job, job.Stalled > stallLimit ? JobState.Dead : job.CancelAsked ? JobState.Cancelled : JobState.Ready);
        }
    }

    public static void Cancel(Entry job)
    {
        if (job.State == JobState.Active)
        {
            job.CancelAsked = true;
        }
        else if (!job.State.IsFinal())
        {
            Move(job, JobState.Cancelled);
        }
    }

    public static void Retry(Entry job, DateTimeOffset now)
    {
        if (job.State is JobState.Failed or JobState.Cancelled or JobState.Dead)
        {
            Move(job, JobState.Ready);
            (job.Charged, job.Stalled, job.CancelAsked, job.RunAt) = (0, 0, false, now);
        }
    }

    public static void Settle(Entry job, string way, DateTimeOffset at)
    {
        if (job.CancelAsked && way is ("retry" or "snooze" or "release"))
        {
            Move(job, JobState.Cancelled);
            return;
        }

        job.Charged += way is "fail" or "retry" ? 1 : 0;
        job.RunAt = way is "retry" or "snooze" ? at : job.RunAt;
        Move(job, way switch
        {
            "complete" => JobState.Completed,
            "fail" => JobState.Failed,
            "cancel" => JobState.Cancelled,
            "retry" or "snooze" => JobState.Delayed,
            _ => JobState.Ready,
        });
    }

    private static void Move(Entry job, JobState to)
    {
        if (!JobStateTable.Allows(job.State, to))
        {
            throw new InvalidOperationException($"The model moved a job from {job.State} to {to}.");
        }

        job.State = to;
    }
}
