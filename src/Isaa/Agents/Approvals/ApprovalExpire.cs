using Isaa.Jobs.Store;

namespace Isaa.Agents.Approvals;

/// <summary>Nobody answered in time. An approval that was decided stays as it is.</summary>
public sealed record ApprovalExpire : StoreWrite
{
    /// <summary>The approval.</summary>
    public required Guid Id { get; init; }
}
