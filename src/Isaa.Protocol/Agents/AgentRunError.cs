namespace Isaa.Protocol.Agents;

/// <summary>Why a run failed, in words that are safe to show.</summary>
public sealed record AgentRunError
{
    /// <summary>A stable code in lower snake case, for example <c>limit_turns</c>, <c>loop_detected</c> or <c>output_invalid</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What was wrong, where, and what would be right.</summary>
    public required string Message { get; init; }
}
