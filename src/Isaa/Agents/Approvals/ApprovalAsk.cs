using Isaa.Jobs.Store;

namespace Isaa.Agents.Approvals;

/// <summary>Asks a person. An approval of the same id that is there already stays as it is.</summary>
public sealed record ApprovalAsk : StoreWrite
{
    /// <summary>The question.</summary>
    public required Approval Approval { get; init; }

    /// <summary>The hash of the tool alone, to which a grant for the session is bound.</summary>
    public required string ToolHash { get; init; }
}
