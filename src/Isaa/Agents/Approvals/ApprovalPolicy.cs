using System.IO.Enumeration;
using Isaa.Agents.Settings;
using Isaa.Tools;

namespace Isaa.Agents.Approvals;

/// <summary>Which calls of a run a person is asked about. Each layer - the program, the agent, the run - has its say, and the strictest counts.</summary>
internal sealed class ApprovalPolicy
{
    private readonly (string Who, AgentApproval Rules)[] _layers;

    public ApprovalPolicy(AgentApproval program, AgentApproval? agent, AgentApproval? run) =>
        _layers = [("program", program), .. agent is null ? [] : new[] { ("agent", agent) }, .. run is null ? [] : new[] { ("run", run) }];

    /// <summary>How long a question stays open: the shortest that a layer names; null for no end.</summary>
    public TimeSpan? Expiry => _layers.Min(l => l.Rules.Expiry);

    /// <summary>What happens to calls of a tool, and why in words.</summary>
    public (ApprovalAction Action, string Reason) Judge(Tool tool) => _layers
        .Select(layer => Judge(layer.Who, layer.Rules, tool))
        .MaxBy(judged => judged.Action);

    private static (ApprovalAction Action, string Reason) Judge(string who, AgentApproval rules, Tool tool)
    {
        var rule = rules.Rules.FirstOrDefault(r => Fits(r, tool));
        var action = rule?.Action ?? rules.Otherwise ?? ApprovalAction.Allow;
        var what = (rule?.Tool, rule?.Risk) switch
        {
            (null, null) => $"calls of '{tool.Function.Name}'",
            ({ } name, null) => $"calls of '{name}'",
            (null, { } risk) => $"calls of risk {ToolRiskNames.Of(risk)} or higher ('{tool.Function.Name}' has {ToolRiskNames.Of(tool.Risk)})",
            ({ } name, { } risk) => $"calls of '{name}' of risk {ToolRiskNames.Of(risk)} or higher",
        };
        return (action, $"the {who}'s policy {(action == ApprovalAction.Deny ? "forbids" : "asks a person about")} {what}");
    }

    private static bool Fits(AgentApprovalRule rule, Tool tool) =>
        (rule.Tool is not { } pattern || FileSystemName.MatchesSimpleExpression(pattern, tool.Function.Name, ignoreCase: false))
        && (rule.Risk is not { } least || tool.Risk >= least);
}
