using Isaa.Jobs.Store;

namespace Isaa.Agents.Approvals;

/// <summary>Uses an approval up, together with the beginning of its call. Fails with <c>approval_used</c> when it is not there to be used, so that no call runs.</summary>
public sealed record ApprovalUse : StoreWrite
{
    /// <summary>The approval.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it must be bound to.</summary>
    public required string Hash { get; init; }
}
