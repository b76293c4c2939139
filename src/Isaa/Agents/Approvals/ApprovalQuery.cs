using Isaa.Jobs;

namespace Isaa.Agents.Approvals;

/// <summary>Which approvals are looked for, the newest first.</summary>
public sealed record ApprovalQuery
{
    /// <summary>Whose.</summary>
    public required string Tenant { get; init; }

    /// <summary>Only those that stand so; null for all.</summary>
    public ApprovalState? State { get; init; }

    /// <summary>Only those of this run; null for all.</summary>
    public JobId? Run { get; init; }

    /// <summary>Only those of this agent; null for all.</summary>
    public string? Agent { get; init; }

    /// <summary>Only those asked before this one, to read on; null to begin with the newest.</summary>
    public Guid? Before { get; init; }

    /// <summary>At most this many.</summary>
    public required int Limit { get; init; }
}
