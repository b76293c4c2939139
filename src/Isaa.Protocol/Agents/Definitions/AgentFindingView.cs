namespace Isaa.Protocol.Agents.Definitions;

/// <summary>Something that is wrong with an agent.</summary>
public sealed record AgentFindingView
{
    /// <summary>The agent's name; empty when its file could not be read.</summary>
    public required string Agent { get; init; }

    /// <summary>A stable code in lower snake case, for example <c>agent_circle</c> or <c>model_not_ready</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What is wrong, where, and what would be right.</summary>
    public required string Message { get; init; }

    /// <summary>True when it cannot be saved like this; false when it can, and its runs are refused or wait as things stand.</summary>
    public required bool IsError { get; init; }
}
