using Isaa.Jobs.Steps;

namespace Isaa.Jobs.Store;

/// <summary>A job a worker now holds, with what its handler needs to go on.</summary>
public sealed record ClaimedJob
{
    /// <summary>The job as it stands after the claim.</summary>
    public required Job Job { get; init; }

    /// <summary>The right to write to it.</summary>
    public required Lease Lease { get; init; }

    /// <summary>The handler's arguments as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Arguments { get; init; }

    /// <summary>The snapshot the handler kept last; null when it kept none.</summary>
    public JobSnapshot? Snapshot { get; init; }
}
