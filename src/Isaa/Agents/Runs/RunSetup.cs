using Isaa.Agents.Approvals;
using Isaa.Agents.Calls;
using Isaa.Agents.Context;
using Isaa.Agents.Memory;
using Isaa.Agents.Personas;
using Isaa.Agents.Planning;
using Isaa.Agents.Registry;
using Isaa.Agents.Sessions;
using Isaa.Agents.SubAgents;
using Isaa.Agents.Turns;
using Isaa.Files;
using Isaa.Models;
using Isaa.Models.Routing;

namespace Isaa.Agents.Runs;

/// <summary>What one attempt of a run works with.</summary>
internal sealed record RunSetup : IDisposable
{
    public required AgentRunJob Arguments { get; init; }

    public required AgentVersion Agent { get; init; }

    public required Model Model { get; init; }

    public required ModelRoute Route { get; init; }

    public Persona? Persona { get; init; }

    public required AgentLimits Limits { get; init; }

    public required RunTools Tools { get; init; }

    public required InnerTools Inner { get; init; }

    /// <summary>What the agent keeps in mind.</summary>
    public required RunMind Mind { get; init; }

    public required ApprovalPolicy Approval { get; init; }

    public required SessionOpening Opening { get; init; }

    public required string Session { get; init; }

    public required string SessionFolder { get; init; }

    public required Conversation Conversation { get; init; }

    /// <summary>How large the prompt may be.</summary>
    public required ContextBudget Budget { get; init; }

    /// <summary>Large results that are not shown; null when the run cannot read them.</summary>
    public ResultShelf? Results { get; init; }

    /// <summary>What was recalled for the run.</summary>
    public required Recalled Recalled { get; init; }

    /// <summary>What the runs used that this one started.</summary>
    public ChildSpend Children { get; } = new();

    /// <summary>What the model is told of earlier runs before each turn; empty for nothing.</summary>
    public string Before => string.Join('\n', new[] { Mind.Prompt(), Recalled.Text }.Where(t => t.Length > 0));

    public AnswerSchema? Schema { get; init; }

    public Workspace? Workspace { get; init; }

    public void Dispose() => Workspace?.Dispose();
}
