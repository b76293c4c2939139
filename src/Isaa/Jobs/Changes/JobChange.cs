namespace Isaa.Jobs.Changes;

/// <summary>A change of a job's course that somebody asks for.</summary>
public abstract record JobChange
{
    private JobChange()
    {
    }

    /// <summary>The states in which a job can be changed so; in others it stays as it is.</summary>
    public abstract IReadOnlyList<JobState> From { get; }

    /// <summary>A delayed job becomes ready now. Jobs in other states stay as they are.</summary>
    public sealed record Promote : JobChange
    {
        /// <inheritdoc/>
        public override IReadOnlyList<JobState> From => [JobState.Delayed];
    }

    /// <summary>Another priority. A job that has ended keeps its own.</summary>
    public sealed record Reprioritise : JobChange
    {
        /// <summary>Lower runs first; 0 is normal.</summary>
        public required int Priority { get; init; }

        /// <inheritdoc/>
        public override IReadOnlyList<JobState> From => Unended;
    }

    /// <summary>Another time before which it does not start. A running or ended job stays as it is.</summary>
    public sealed record Reschedule : JobChange
    {
        /// <summary>The earliest time; at once when it has passed.</summary>
        public required DateTimeOffset At { get; init; }

        /// <inheritdoc/>
        public override IReadOnlyList<JobState> From => [JobState.Waiting, JobState.Ready, JobState.Delayed];
    }

    /// <summary>Ends a job by request: at once when no worker holds it, else its handler is told.</summary>
    public sealed record Cancel : JobChange
    {
        /// <summary>Why; kept with the job.</summary>
        public required string Reason { get; init; }

        /// <inheritdoc/>
        public override IReadOnlyList<JobState> From => Unended;
    }

    /// <summary>A failed, cancelled or dead job runs again; its finished steps are kept.</summary>
    public sealed record Retry : JobChange
    {
        /// <summary>The earliest time; null for at once.</summary>
        public DateTimeOffset? At { get; init; }

        /// <inheritdoc/>
        public override IReadOnlyList<JobState> From => [JobState.Failed, JobState.Cancelled, JobState.Dead];
    }

    /// <summary>
    /// The job goes, with its arguments, result, steps, logs and events. One that has not ended is cancelled first, with all that means for those who wait
    /// for it; one that a worker holds stays, and so does one whose result others may still read.
    /// </summary>
    public sealed record Delete : JobChange
    {
        /// <inheritdoc/>
        public override IReadOnlyList<JobState> From => [.. Enum.GetValues<JobState>().Where(state => state != JobState.Active)];
    }

    private static IReadOnlyList<JobState> Unended => [.. Enum.GetValues<JobState>().Where(state => !state.IsFinal())];
}
