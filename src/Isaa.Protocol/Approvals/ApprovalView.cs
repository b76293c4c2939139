using System.Text.Json;

namespace Isaa.Protocol.Approvals;

/// <summary>The question whether one tool call may run, and what became of it.</summary>
public sealed record ApprovalView
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands: <c>pending</c>, <c>approved</c>, <c>denied</c>, <c>expired</c>, <c>used</c> or <c>withdrawn</c>.</summary>
    public required string State { get; init; }

    /// <summary>The run that asks: its job's id.</summary>
    public required string Run { get; init; }

    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>The session's id.</summary>
    public required string Session { get; init; }

    /// <summary>The tool's name.</summary>
    public required string Tool { get; init; }

    /// <summary>The arguments that the model wrote. Not to be trusted.</summary>
    public required JsonElement Arguments { get; init; }

    /// <summary>The arguments that a person put in their place; null for none.</summary>
    public JsonElement? EditedArguments { get; init; }

    /// <summary>What the answer is bound to: the tool, its schema, the arguments, the run and the call.</summary>
    public required string Hash { get; init; }

    /// <summary>What harm the call can do: <c>read</c>, <c>write</c>, <c>execute</c> or <c>outward</c>.</summary>
    public required string Risk { get; init; }

    /// <summary>Why a person is asked.</summary>
    public required string Reason { get; init; }

    /// <summary>The model turn that made the call.</summary>
    public required int Turn { get; init; }

    /// <summary>The call's id within its turn.</summary>
    public required string CallId { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>When it is too late to answer; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Who decided; null while nobody has.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When somebody decided; null while nobody has.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What that person said; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>When the approved call began; null while it has not.</summary>
    public DateTimeOffset? UsedAt { get; init; }
}
