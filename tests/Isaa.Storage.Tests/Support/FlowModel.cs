using Isaa.Jobs;
using Isaa.Jobs.Flows;

namespace Isaa.Storage.Tests.Support;

/// <summary>Jobs that wait for jobs and signals, in memory and as simple as it can be said: what every store must agree with.</summary>
internal sealed class FlowModel
{
    public sealed class Entry
    {
        public required JobId Id { get; init; }

        public JobState State { get; set; }

        public bool CancelAsked { get; set; }

        public List<Edge> Edges { get; } = [];

        /// <summary>The signals that came and were not taken.</summary>
        public List<string> Signals { get; } = [];

        public string? WaitsForSignal { get; set; }

        public bool WaitsForChildren { get; set; }

        public int Pending => Edges.Count(e => e.IsOpen);

        public bool IsHeldBack => State is JobState.Waiting or JobState.WaitingChildren || (State == JobState.WaitingSignal && WaitsForChildren);
    }

    public sealed class Edge
    {
        public required Entry To { get; init; }

        public required FailurePolicy Policy { get; init; }

        public bool IsChild { get; init; }

        public bool Outlives { get; init; }

        public bool IsOpen { get; set; }
    }

    private readonly Queue<Entry> _ended = [];

    public List<Entry> Jobs { get; } = [];

    /// <summary>Adds a job that depends on others.</summary>
    public void Add(JobId id, IReadOnlyList<(Entry To, FailurePolicy Policy)> dependencies)
    {
        var job = new Entry { Id = id };
        var isReleased = dependencies.Any(d => HasFailed(d.To) && d.Policy == FailurePolicy.Continue);
        job.Edges.AddRange(dependencies.Select(d => new Edge { To = d.To, Policy = d.Policy, IsOpen = IsOpen(d.To, d.Policy) && !isReleased }));
        Jobs.Add(job);
        job.State = job.Pending > 0 ? JobState.Waiting : JobState.Ready;
        if (dependencies.Any(d => HasFailed(d.To) && d.Policy == FailurePolicy.Fail))
        {
            End(job, JobState.Failed);
        }
    }

    /// <summary>A running job adds a child.</summary>
    public void AddChild(Entry parent, JobId id, FailurePolicy policy, bool outlives)
    {
        var child = new Entry { Id = id, State = JobState.Ready };
        Jobs.Add(child);
        parent.Edges.Add(new Edge { To = child, Policy = policy, IsChild = true, Outlives = outlives, IsOpen = true });
    }

    /// <summary>A running job ends, or waits for its children, or for a signal.</summary>
    public void Settle(Entry job, string way)
    {
        if (way == "complete" || way == "fail")
        {
            End(job, way == "complete" ? JobState.Completed : JobState.Failed);
        }
        else if (job.CancelAsked)
        {
            End(job, JobState.Cancelled);
        }
        else if (way == "children" && job.Edges.Any(e => e.IsChild && e.Policy == FailurePolicy.Fail && HasFailed(e.To)))
        {
            End(job, JobState.Failed);
        }
        else if (way == "children")
        {
            (job.State, job.WaitsForSignal, job.WaitsForChildren) = (job.Pending == 0 ? JobState.Ready : JobState.WaitingChildren, null, true);
        }
        else
        {
            job.State = job.Signals.Contains(way) ? JobState.Ready : JobState.WaitingSignal;
            (job.WaitsForSignal, job.WaitsForChildren) = (way, false);
        }
    }

    /// <summary>A signal comes.</summary>
    /// <returns>Whether the job has not ended.</returns>
    public static bool Signal(Entry job, string name)
    {
        if (job.State.IsFinal())
        {
            return false;
        }

        job.Signals.Add(name);
        if (job.State == JobState.WaitingSignal && job.WaitsForSignal == name)
        {
            job.State = JobState.Ready;
        }

        return true;
    }

    public void Cancel(Entry job)
    {
        if (job.State == JobState.Active)
        {
            job.CancelAsked = true;
        }
        else if (!job.State.IsFinal())
        {
            End(job, JobState.Cancelled);
        }
    }

    private static bool HasFailed(Entry job) => job.State.IsFinal() && job.State != JobState.Completed;

    private static bool IsOpen(Entry job, FailurePolicy policy) => !job.State.IsFinal() || (HasFailed(job) && policy == FailurePolicy.Wait);

    // One end may bring about others; they are told of one after the other.
    private void End(Entry job, JobState state)
    {
        job.State = state;
        _ended.Enqueue(job);
        if (_ended.Count > 1)
        {
            return;
        }

        while (_ended.TryPeek(out var next))
        {
            TellOthers(next);
            _ended.Dequeue();
        }
    }

    private void TellOthers(Entry job)
    {
        foreach (var (waiting, edge) in Jobs.SelectMany(j => j.Edges.Where(e => e.To == job && e.IsOpen).Select(e => (j, e))).ToList())
        {
            Tell(waiting, edge, isFailure: job.State != JobState.Completed);
        }

        var children = job.State == JobState.Completed ? [] : job.Edges.Where(e => e.IsOpen && e.IsChild && !e.Outlives).Select(e => e.To).ToList();
        job.Edges.ForEach(e => e.IsOpen = false);
        children.ForEach(Cancel);
    }

    private void Tell(Entry waiting, Edge edge, bool isFailure)
    {
        if (isFailure && edge.Policy == FailurePolicy.Wait)
        {
            return;
        }

        edge.IsOpen = false;
        if (isFailure && edge.Policy == FailurePolicy.Continue)
        {
            waiting.Edges.ForEach(e => e.IsOpen = false);
        }

        if (isFailure && edge.Policy == FailurePolicy.Fail && waiting.IsHeldBack)
        {
            End(waiting, JobState.Failed);
        }
        else if (waiting.Pending == 0 && waiting.IsHeldBack)
        {
            waiting.State = JobState.Ready;
        }
    }
}
