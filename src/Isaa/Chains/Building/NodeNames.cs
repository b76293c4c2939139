using System.Diagnostics;
using Isaa.Chains.Nodes;

namespace Isaa.Chains.Building;

/// <summary>Short names of nodes for messages, events and branches.</summary>
internal static class NodeNames
{
    private const int MaxShown = 5;

    /// <summary>What a node is called in one line.</summary>
    public static string Of(ChainNode node) => node switch
    {
        AgentNode agent => NameOf(agent.Agent),
        FunctionNode function => NameOf(function.Function),
        ToolNode tool => tool.Tool,
        TextNode => "text",
        FormatNode format => $"CF({format.Model})",
        ConditionNode condition => $"IS({condition.Key})",
        ReferenceNode reference => reference.Chain,
        WaitNode wait => wait.Signal,
        SequenceNode sequence => Join(sequence.Steps, " >> "),
        ParallelNode parallel => $"({Join(parallel.Children, " + ")})",
        ElseNode otherwise => $"({Of(otherwise.Left)} % {Of(otherwise.Right)})",
        FallbackNode fallback => $"({Join(fallback.Alternatives, " | ")})",
        RepeatNode repeat => $"repeat({Of(repeat.Body)})",
        _ => throw new UnreachableException(),
    };

    /// <summary>What kind of node it is, in one lower-case word.</summary>
    public static string KindOf(ChainNode node) => node switch
    {
        AgentNode => "agent",
        FunctionNode => "function",
        ToolNode => "tool",
        TextNode => "text",
        FormatNode => "format",
        ConditionNode => "condition",
        ReferenceNode => "chain",
        WaitNode => "wait",
        SequenceNode => "sequence",
        ParallelNode => "parallel",
        ElseNode => "else",
        FallbackNode => "fallback",
        RepeatNode => "repeat",
        _ => throw new UnreachableException(),
    };

    /// <summary>The names of a group's branches: given ones as they are, others from their last leaf, equal ones numbered.</summary>
    public static IReadOnlyList<string> OfBranches(IReadOnlyList<ParallelBranch> branches)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var names = new string[branches.Count];
        for (var i = 0; i < names.Length; i++)
        {
            var plain = Plain(branches[i].Name ?? Of(LastLeaf(branches[i].Node)));
            var name = plain;
            for (var n = 2; !used.Add(name); n++)
            {
                name = $"{plain}#{n}";
            }

            names[i] = name;
        }

        return names;
    }

    /// <summary>The name of an agent without its version.</summary>
    public static string NameOf(string reference)
    {
        var at = reference.LastIndexOf('@');
        return at > 0 ? reference[..at] : reference;
    }

    private static ChainNode LastLeaf(ChainNode node)
    {
        while (true)
        {
            switch (node)
            {
                case SequenceNode sequence:
                    // What formats is less telling than what it formats.
                    node = sequence.Steps.LastOrDefault(s => s is not FormatNode) ?? sequence.Steps[^1];
                    break;
                case FallbackNode fallback:
                    node = fallback.Alternatives[0];
                    break;
                case ElseNode otherwise:
                    node = otherwise.Left;
                    break;
                case RepeatNode repeat:
                    node = repeat.Body;
                    break;
                default:
                    return node;
            }
        }
    }

    // Names stand in paths, whose signs they must not hold.
    private static string Plain(string name) => string.Concat(name.Select(c => c is '/' or '[' or ']' or '#' || char.IsControl(c) ? '_' : c));

    private static string Join(IReadOnlyList<ChainNode> nodes, string sign) => nodes.Count <= MaxShown
        ? string.Join(sign, nodes.Select(Of))
        : $"{string.Join(sign, nodes.Take(MaxShown).Select(Of))}{sign}…";
}
