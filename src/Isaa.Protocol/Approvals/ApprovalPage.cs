namespace Isaa.Protocol.Approvals;

/// <summary>A page of approvals, the newest first.</summary>
public sealed record ApprovalPage
{
    /// <summary>The approvals.</summary>
    public required IReadOnlyList<ApprovalView> Approvals { get; init; }

    /// <summary>Pass it as <c>before</c> to read on; null at the end.</summary>
    public string? Next { get; init; }
}
