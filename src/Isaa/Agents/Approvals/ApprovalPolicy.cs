using System.IO.Enumeration;
using Isaa.Agents.Settings;
using Isaa.Tools;

namespace Isaa.Agents.Approvals;

/// <summary>Which calls of a run a person is asked about. Each layer - the program, the agent, the run, the agents that run works for - has its say, and the strictest counts.</summary>
internal sealed class ApprovalPolicy
{
    private const string Own = "agent";

    private readonly (string Who, AgentApproval Rules)[] _layers;

    /// <param name="program">The program's.</param>
    /// <param name="agent">The agent's; null for none.</param>
    /// <param name="run">The run's; null for none.</param>
    /// <param name="above">Those of the agents that the run works for.</param>
    public ApprovalPolicy(AgentApproval program, AgentApproval? agent, AgentApproval? run, IReadOnlyList<AgentApproval> above)
    {
        _layers =
        [
            ("program", program),
            .. agent is null ? [] : new[] { (Own, agent) },
            .. run is null ? [] : new[] { ("run", run) },
            .. above.Select(rules => ("calling agent", rules)),
        ];
    }

    /// <summary>How long a question stays open: the shortest that a layer names; null for no end.</summary>
    public TimeSpan? Expiry => _layers.Min(l => l.Rules.Expiry);

    /// <summary>What happens to calls of a tool, and why in words.</summary>
    public (ApprovalAction Action, string Reason) Judge(Tool tool) => _layers
        .SelectMany(layer => NamesFor(layer.Who, tool).Select(names => Judge(layer.Who, layer.Rules, tool, names)))
        .MaxBy(judged => judged.Action);

    // Whoever wrote the agent gave the tool its name and means both by either. To all others a new name must not open what the old one closes.
    private static IEnumerable<IReadOnlyList<string>> NamesFor(string who, Tool tool)
    {
        string[] names = [tool.Function.Name, .. tool.OriginalNames];
        return who == Own ? [names] : names.Select(name => new[] { name });
    }

    private static (ApprovalAction Action, string Reason) Judge(string who, AgentApproval rules, Tool tool, IReadOnlyList<string> names)
    {
        var rule = rules.Rules.FirstOrDefault(r => Fits(r, tool, names));
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

    private static bool Fits(AgentApprovalRule rule, Tool tool, IReadOnlyList<string> names) =>
        (rule.Tool is not { } pattern || names.Any(name => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false)))
        && (rule.Risk is not { } least || tool.Risk >= least);
}
