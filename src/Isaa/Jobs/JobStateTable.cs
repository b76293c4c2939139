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
        new(JobState.Waiting, JobState.Failed, "a dependency failed and its edge says so, or its time ran out"),
        new(JobState.Delayed, JobState.Ready, "its time came, or it was promoted by hand"),
        new(JobState.Delayed, JobState.Failed, "its time ran out"),
        new(JobState.Ready, JobState.Active, "claimed"),
        new(JobState.Ready, JobState.Delayed, "put off by hand"),
        new(JobState.Ready, JobState.Failed, "its time ran out"),
        new(JobState.Active, JobState.Completed, "the handler returned"),
        new(JobState.Active, JobState.Failed, "the handler's verdict, no attempt is left, or its time ran out"),
        new(JobState.Active, JobState.Delayed, "failed with attempts left, or snoozed"),
        new(JobState.Active, JobState.Ready, "given back, held back by a rate limit, or its worker was lost"),
        new(JobState.Active, JobState.WaitingChildren, "the handler waits for child jobs, or for others to end"),
        new(JobState.Active, JobState.WaitingSignal, "the handler waits for a signal"),
        new(JobState.Active, JobState.Cancelled, "the handler stopped on request"),
        new(JobState.Active, JobState.Dead, "its workers were lost too often"),
        new(JobState.WaitingChildren, JobState.Ready, "the jobs it waits for ended"),
        new(JobState.WaitingChildren, JobState.Failed, "a child failed and its edge says so, or its time ran out"),
        new(JobState.WaitingSignal, JobState.Ready, "the signal or its timeout came"),
        new(JobState.WaitingSignal, JobState.Failed, "it waits for its children too and one failed, or its time ran out"),
        new(JobState.Waiting, JobState.Cancelled, "on request"),
        new(JobState.Ready, JobState.Cancelled, "on request"),
        new(JobState.Delayed, JobState.Cancelled, "on request"),
        new(JobState.WaitingChildren, JobState.Cancelled, "on request"),
        new(JobState.WaitingSignal, JobState.Cancelled, "on request"),
        new(JobState.Failed, JobState.Ready, "retried by hand"),
        new(JobState.Failed, JobState.Waiting, "retried by hand while jobs it waits for have not ended"),
        new(JobState.Failed, JobState.Delayed, "retried by hand for a later time"),
        new(JobState.Cancelled, JobState.Ready, "retried by hand"),
        new(JobState.Cancelled, JobState.Waiting, "retried by hand while jobs it waits for have not ended"),
        new(JobState.Cancelled, JobState.Delayed, "retried by hand for a later time"),
        new(JobState.Dead, JobState.Ready, "retried by hand"),
        new(JobState.Dead, JobState.Waiting, "retried by hand while jobs it waits for have not ended"),
        new(JobState.Dead, JobState.Delayed, "retried by hand for a later time"),
    ];

    // A bit for each state that may follow; the first entry is that of a job which is being added.
    private static readonly int[] Next = Draw();

    /// <summary>Whether a job may move so.</summary>
    /// <param name="from">The state before; null for a job that is being added.</param>
    /// <param name="to">The state after.</param>
    public static bool Allows(JobState? from, JobState to) => (Next[from is { } state ? (int)state + 1 : 0] >> (int)to & 1) == 1;

    /// <summary>Whether a job in this state has ended; only a retry by hand moves it again.</summary>
    /// <param name="state">The state.</param>
    public static bool IsFinal(this JobState state) =>
        state is JobState.Completed or JobState.Failed or JobState.Cancelled or JobState.Dead;

    private static int[] Draw()
    {
        var next = new int[Enum.GetValues<JobState>().Length + 1];
        foreach (var move in Moves)
        {
            next[move.From is { } state ? (int)state + 1 : 0] |= 1 << (int)move.To;
        }

        return next;
    }
}
