using Isaa.Jobs;
using Isaa.Tools;

namespace Isaa.Agents.Approvals;

/// <summary>The question whether one tool call may run, and what became of it.</summary>
public sealed record Approval
{
    /// <summary>Its id: the same for the same call of the same run, however often it is asked.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose run it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>The run that asks.</summary>
    public required JobId Run { get; init; }

    /// <summary>The run's session.</summary>
    public required string Session { get; init; }

    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>The model turn that made the call.</summary>
    public required int Turn { get; init; }

    /// <summary>The call's id, unique within its turn.</summary>
    public required string CallId { get; init; }

    /// <summary>The tool's name.</summary>
    public required string Tool { get; init; }

    /// <summary>The arguments as the model wrote them, as the text of a JSON object. A model wrote them: not to be trusted.</summary>
    public required string Arguments { get; init; }

    /// <summary>What the answer is bound to: the tool with its schema, the arguments, the run and the call.</summary>
    public required string Hash { get; init; }

    /// <summary>What harm the call can do.</summary>
    public required ToolRisk Risk { get; init; }

    /// <summary>Why a person is asked.</summary>
    public required string Reason { get; init; }

    /// <summary>Where it stands.</summary>
    public required ApprovalState State { get; init; }

    /// <summary>The arguments that the person put in place of the model's; null for the model's.</summary>
    public string? EditedArguments { get; init; }

    /// <summary>Who decided; null while nobody has.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>What that person said; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it is too late to answer; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When somebody decided; null while nobody has.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>When the approved call began; null while it has not.</summary>
    public DateTimeOffset? UsedAt { get; init; }
}
