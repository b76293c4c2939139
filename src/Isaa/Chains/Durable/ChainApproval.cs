namespace Isaa.Chains.Durable;

/// <summary>What a person says to a run that waits for an approval; the body of the approval's signal.</summary>
public sealed record ChainApproval
{
    /// <summary>Whether the run may go on; a refusal is a failure of the waiting node.</summary>
    public required bool Approved { get; init; }

    /// <summary>Why; null for no reason given.</summary>
    public string? Reason { get; init; }
}
