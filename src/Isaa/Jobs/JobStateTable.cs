using System.Collections.Frozen;

namespace Isaa.Jobs;

/// <summary>The legal moves between states, as data. Documentation and stores follow it.</summary>
public static class JobStateTable
{
    /// <summary>One legal move.</summary>
    /// <param name="From">The state before; null for a job that is being added.</param>
    /// <param name="To">The state after.</param>
    /// <param name="When">What brings it about.</param>
    public sealed record Move(JobState? From, JobState To, string When);

    /// <summary>All legal moves.</summary>
    public static IReadOnlyList<Move> Moves { get; } =
    [
        new(null, JobState.Waiting, "added with open dependencies"),
        new(null, JobState.Delayed, "added for a later time"),
        new(null, JobState.Ready, "added"),
        new(JobState.Waiting, JobState.Ready, "the last dependency ended"),
        new(JobState.Waiting, JobState.Delayed, "the last dependency ended before its time came"),
        new(JobState.Waiting, JobState.Failed, "a dependency failed and its edge says so"),
        new(JobState.Delayed, JobState.Ready, "its time came"),
        new(JobState.Ready, JobState.Active, "claimed"),
        new(JobState.Active, JobState.Completed, "the handler returned"),
        new(JobState.Active, JobState.Failed, "the handler's verdict, or no attempt is left"),
        new(JobState.Active, JobState.Delayed, "failed with attempts left, or snoozed"),
        new(JobState.Active, JobState.Ready, "given back, or its worker was lost"),
        new(JobState.Active, JobState.WaitingChildren, "the handler waits for child jobs"),
        new(JobState.Active, JobState.WaitingSignal, "the handler waits for a signal"),
        new(JobState.Active, JobState.Cancelled, "the handler stopped on request"),
        new(JobState.Active, JobState.Dead, "its workers were lost too often"),
        new(JobState.WaitingChildren, JobState.Ready, "all children ended"),
        new(JobState.WaitingSignal, JobState.Ready, "the signal or its timeout came"),
        new(JobState.Waiting, JobState.Cancelled, "on request"),
        new(JobState.Ready, JobState.Cancelled, "on request"),
        new(JobState.Delayed, JobState.Cancelled, "on request"),
        new(JobState.WaitingChildren, JobState.Cancelled, "on request"),
        new(JobState.WaitingSignal, JobState.Cancelled, "on request"),
        new(JobState.Failed, JobState.Ready, "retried by hand"),
        new(JobState.Cancelled, JobState.Ready, "retried by hand"),
        new(JobState.Dead, JobState.Ready, "retried by hand"),
    ];

    private static readonly FrozenSet<(JobState?, JobState)> Legal = Moves.Select(m => (m.From, m.To)).ToFrozenSet();

    /// <summary>Whether a job may move so.</summary>
    /// <param name="from">The state before; null for a job that is being added.</param>
    /// <param name="to">The state after.</param>
    public static bool Allows(JobState? from, JobState to) => Legal.Contains((from, to));

    /// <summary>Whether a job in this state has ended; only a retry by hand moves it again.</summary>
    /// <param name="state">The state.</param>
    public static bool IsFinal(this JobState state) =>
        state is JobState.Completed or JobState.Failed or JobState.Cancelled or JobState.Dead;
}
