using System.Text.Json;

namespace Isaa.Protocol.Approvals;

/// <summary>A person's answer to the question of a tool call.</summary>
public sealed record DecideApproval
{
    /// <summary>Whether the call may run.</summary>
    public required bool IsApproved { get; init; }

    /// <summary>The hash of what the person saw; another one is refused.</summary>
    public required string Hash { get; init; }

    /// <summary>Who decides.</summary>
    public required string By { get; init; }

    /// <summary>The arguments to run the call with, a JSON object; null for the model's own. Only with an approval.</summary>
    public JsonElement? Arguments { get; init; }

    /// <summary>What the model is told beside the decision; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Whether further calls of the same tool in the run's session need no answer. Only with an approval.</summary>
    public bool IsForSession { get; init; }
}
