using System.Text.Json;
using Isaa.Agents.Settings;
using Isaa.Protocol.Agents;
using Isaa.Tests.Agents.Support;

namespace Isaa.Tests.Agents.Hostile;

/// <summary>A model that behaves badly, and how a run with it must end.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Outcome">The run's error code, or <c>completed</c>.</param>
/// <param name="Answer">What it answers, by how often it was asked before.</param>
internal sealed record HostilePlay(string Name, string Outcome, Func<int, FakeChatClient.Answer> Answer)
{
    public JsonElement? Schema { get; init; }

    public AgentReasoning? Reasoning { get; init; }

    /// <summary>What else must hold.</summary>
    public Action<FakeChatClient, AgentResult>? Then { get; init; }
}
