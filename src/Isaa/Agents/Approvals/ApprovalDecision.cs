namespace Isaa.Agents.Approvals;

/// <summary>A person's answer to the question of a tool call.</summary>
public sealed record ApprovalDecision
{
    /// <summary>Whose.</summary>
    public required string Tenant { get; init; }

    /// <summary>The approval.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whether the call may run.</summary>
    public required bool IsApproved { get; init; }

    /// <summary>The hash of what the person saw; another one in the store is refused.</summary>
    public required string Hash { get; init; }

    /// <summary>The arguments to run it with, as the text of a JSON object; null for the model's own.</summary>
    public string? Arguments { get; init; }

    /// <summary>Who decides.</summary>
    public required string By { get; init; }

    /// <summary>What the model is told beside the decision; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Whether further calls of the tool in the run's session need no answer, as long as the tool stays the same.</summary>
    public bool IsForSession { get; init; }
}
