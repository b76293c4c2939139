using Isaa.Jobs;
using Isaa.Jobs.Store;

namespace Isaa.Agents.Approvals;

/// <summary>The run has ended: nothing it asked for is open any more.</summary>
public sealed record ApprovalWithdraw : StoreWrite
{
    /// <summary>The run.</summary>
    public required JobId Run { get; init; }
}
