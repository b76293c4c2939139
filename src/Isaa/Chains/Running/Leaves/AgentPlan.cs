using System.Globalization;
using System.Text;
using System.Text.Json;
using Isaa.Chains.Nodes;
using Isaa.Chains.Ports;
using Isaa.Chains.Values;

namespace Isaa.Chains.Running.Leaves;

/// <summary>Runs an agent.</summary>
/// <param name="path">Its place.</param>
/// <param name="node">The node.</param>
/// <param name="schema">What its answer must fit, because of what follows it; null for text.</param>
internal sealed class AgentPlan(string path, AgentNode node, JsonElement? schema) : LeafPlan(path, node)
{
    /// <summary>The agent's reference.</summary>
    public string Reference => node.Agent;

    /// <summary>What its answer must fit; null for text.</summary>
    public JsonElement? Schema => schema;

    public override async ValueTask<ChainValue> ActAsync(ChainValue input, ChainFrame frame, LeafReport? report)
    {
        var agent = node.Bound ?? await frame.Execution.Ports.GetAgentAsync(node.Agent, frame.Execution.Options.Tenant, frame.Token);
        var answer = await agent.RunAsync(CallOf(input, frame, report), frame.Token);
        AgentCalls.Note(report, answer);
        return answer.Value;
    }

    /// <summary>What the agent is asked.</summary>
    public ChainAgentCall CallOf(ChainValue input, ChainFrame frame, LeafReport? report) => AgentCalls.Create(this, InputOf(input, frame), schema, frame, report);

    // An agent in a named chain, or with a focus, is told where it stands, for nobody is there to answer it.
    private string InputOf(ChainValue input, ChainFrame frame)
    {
        if (node.Focus is null && frame.Execution.ChainName is null)
        {
            return input.Text;
        }

        var text = new StringBuilder();
        if (frame.Execution.ChainName is { } chain)
        {
            text.Append(CultureInfo.InvariantCulture, $"You are node {frame.PlaceOf(Path)} of the chain '{chain}'. Nobody can answer questions: work with what you are given. ");
        }

        if (node.Focus is { } focus)
        {
            text.Append("Your focus: ").Append(focus);
        }

        return text.ToString().TrimEnd() + "\n\n" + input.Text;
    }
}
