using Isaa.Agents.Settings;
using Isaa.Jobs;

namespace Isaa.Agents.SubAgents;

/// <summary>Who started a run, and how much further runs may nest.</summary>
public sealed record RunOrigin
{
    /// <summary>The run that started it.</summary>
    public required JobId Parent { get; init; }

    /// <summary>The agents that wait, directly or through others, for this run, the outermost first.</summary>
    public required IReadOnlyList<string> Callers { get; init; }

    /// <summary>How deep sub-agents may nest below it.</summary>
    public required int SubAgentDepth { get; init; }

    /// <summary>How deep calls of other agents may nest below it.</summary>
    public required int ChainDepth { get; init; }

    /// <summary>The approval policies of the agents above it, which hold for it too. Default: none.</summary>
    public IReadOnlyList<AgentApproval> Approvals { get; init; } = [];

    /// <summary>The tools of the run whose sub-agent it is, beyond which it gets none; null for all that its agent has.</summary>
    public IReadOnlyList<string>? Tools { get; init; }
}
