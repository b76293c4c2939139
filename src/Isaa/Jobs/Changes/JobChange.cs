namespace Isaa.Jobs.Changes;

/// <summary>A change of a job's course that somebody asks for.</summary>
public abstract record JobChange
{
    private JobChange()
    {
    }

    /// <summary>A delayed job becomes ready now. Jobs in other states stay as they are.</summary>
    public sealed record Promote : JobChange;

    /// <summary>Another priority. A job that has ended keeps its own.</summary>
    public sealed record Reprioritise : JobChange
    {
        /// <summary>Lower runs first; 0 is normal.</summary>
        public required int Priority { get; init; }
    }

    /// <summary>Another time before which it does not start. A running or ended job stays as it is.</summary>
    public sealed record Reschedule : JobChange
    {
        /// <summary>The earliest time; at once when it has passed.</summary>
        public required DateTimeOffset At { get; init; }
    }
}
