using System.Text.Json;
using Isaa.Chains.Ports;

namespace Isaa.Chains.Running.Leaves;

/// <summary>What all nodes that run agents have in common.</summary>
internal static class AgentCalls
{
    public static ChainAgentCall Create(LeafPlan leaf, string input, JsonElement? schema, ChainFrame frame, LeafReport? report)
    {
        var options = frame.Execution.Options;
        return new ChainAgentCall
        {
            Leaf = leaf,
            Report = report,
            Place = frame.PlaceOf(leaf.Path),
            Input = input,
            Schema = schema,
            Session = options.Session,
            Folder = options.Folder,
            Tenant = options.Tenant,
            OnEvent = frame.Execution.OnEvent is { } listener ? agentEvent => listener(LeafEvents.Forward(leaf, frame, agentEvent)) : null,
        };
    }

    public static void Note(LeafReport? report, ChainAgentAnswer answer)
    {
        if (report is not null)
        {
            report.Usage = answer.Usage;
            report.CostUsd = answer.CostUsd;
            report.Run = answer.Run;
        }
    }
}
