namespace Isaa.Protocol.Queues;

/// <summary>All queues that have settings or ever had a job, by tenant and name.</summary>
public sealed record QueuePage
{
    /// <summary>The queues.</summary>
    public required IReadOnlyList<QueueView> Queues { get; init; }

    /// <summary>The kinds of jobs that are paused, as <c>tenant/kind</c>.</summary>
    public required IReadOnlyList<string> PausedKinds { get; init; }
}
