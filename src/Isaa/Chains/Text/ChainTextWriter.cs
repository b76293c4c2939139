using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Isaa.Chains.Conditions;
using Isaa.Chains.Nodes;

namespace Isaa.Chains.Text;

/// <summary>Writes nodes as text, with as few parentheses as the order of the operators allows.</summary>
internal sealed class ChainTextWriter
{
    private const int MaxLine = 100;

    private readonly Dictionary<string, string> _models = new(StringComparer.Ordinal);
    private readonly StringBuilder _header = new();

    /// <summary>How tightly what was written is bound; a place that needs more puts parentheses around it.</summary>
    private enum Level
    {
        Fallback,
        Sequence,
        Beside,
        Otherwise,
        One,
    }

    public string Write(ChainNode root)
    {
        var text = WriteNode(root, Level.Fallback);
        if (text.Length > MaxLine && root is SequenceNode { Steps.Count: > 1 } sequence)
        {
            text = string.Join(" >>\n", sequence.Steps.Select(s => WriteNode(s, Level.Beside)));
        }

        return _header.Append(text).ToString();
    }

    /// <summary>A node without the models it declares.</summary>
    public static string WriteShort(ChainNode node) => new ChainTextWriter().WriteNode(node, Level.Fallback);

    private string WriteNode(ChainNode node, Level wanted)
    {
        var (text, level) = node switch
        {
            FallbackNode fallback => WriteFallback(fallback),
            SequenceNode { Steps: [var only] } => ($"({WriteNode(only, Level.One)})", Level.One),
            SequenceNode sequence => (string.Join(" >> ", sequence.Steps.Select(s => WriteNode(s, Level.Beside))), Level.Sequence),
            ParallelNode parallel => WriteParallel(parallel),
            ElseNode otherwise => ($"{WriteNode(otherwise.Left, Level.Otherwise)} % {WriteNode(otherwise.Right, Level.One)}", Level.Otherwise),
            _ => (WriteLeaf(node), Level.One),
        };
        return level < wanted ? $"({text})" : text;
    }

    private (string Text, Level Level) WriteFallback(FallbackNode fallback) => fallback.Alternatives is [not TextNode, _, ..]
        ? (string.Join(" | ", fallback.Alternatives.Select(WriteAlternative)), Level.Fallback)
        : (WriteFirst(fallback), Level.One);

    private string WriteFirst(FallbackNode fallback) => $"{ChainWords.First}({string.Join(", ", fallback.Alternatives.Select(a =>
        a is TextNode text ? ChainWords.Quote(text.Text) : WriteNode(a, Level.Fallback)))})";

    // A fallback in front would become one with this.
    private string WriteAlternative(ChainNode node, int index) => node switch
    {
        TextNode text => ChainWords.Quote(text.Text),
        FallbackNode inner when index == 0 => WriteFirst(inner),
        _ => WriteNode(node, Level.Sequence),
    };

    private (string Text, Level Level) WriteParallel(ParallelNode parallel) => parallel.Branches.Count > 1
        ? (string.Join(" + ", parallel.Branches.Select(WriteBranch)), Level.Beside)
        : (WriteAll(parallel), Level.One);

    private string WriteAll(ParallelNode parallel) => $"{ChainWords.All}({string.Join(", ", parallel.Branches.Select(b =>
        b.Name is null ? WriteNode(b.Node, Level.Fallback) : WriteBranch(b)))})";

    // A group beside this would become one with it.
    private string WriteBranch(ParallelBranch branch) => branch switch
    {
        { Name: { } name } => $"{ChainWords.Name(name)}={WriteNode(branch.Node, Level.One)}",
        { Node: ParallelNode inner } => WriteAll(inner),
        _ => WriteNode(branch.Node, Level.Otherwise),
    };

    private string WriteLeaf(ChainNode node) => node switch
    {
        AgentNode agent => WriteAgent(agent.Agent) + (agent.Focus is { } focus ? $"({ChainWords.Quote(focus)})" : ""),
        FunctionNode function => $"{ChainWords.Function}:{WriteReference(function.Function)}" + (function.Kind is { } kind ? $"({LeafParser.Word(kind)})" : ""),
        ToolNode tool => $"{ChainWords.Tool}:{ChainWords.Name(tool.Tool)}" + (tool.Arguments is { } arguments ? $"({WriteArguments(arguments)})" : ""),
        ReferenceNode reference => $"{ChainWords.Chain}:{WriteReference(reference.Chain)}",
        WaitNode wait => $"{(wait.IsApproval ? ChainWords.Approval : ChainWords.Signal)}({ChainWords.Name(wait.Signal)}"
            + (wait.Timeout is { } timeout ? $", {ChainWords.Timeout} {ChainWords.Time(timeout)})" : ")"),
        FormatNode format => WriteFormat(format),
        ConditionNode condition => WriteCondition(condition),
        RepeatNode repeat => string.Create(
            CultureInfo.InvariantCulture,
            $"{ChainWords.Repeat}({WriteNode(repeat.Body, Level.Fallback)}, {ChainWords.Until} {WriteCondition(repeat.Until)}, {ChainWords.Max} {repeat.Max})"),
        TextNode text => ChainWords.Quote(text.Text),
        _ => throw new UnreachableException(),
    };

    private static string WriteAgent(string agent)
    {
        var reference = WriteReference(agent);
        return reference[0] == '"' || ChainWords.Reserved.Contains(NameOf(agent)) ? $"{ChainWords.Agent}:{reference}" : reference;
    }

    private static string NameOf(string reference) => SplitVersion(reference).Name;

    private static string WriteReference(string reference)
    {
        var (name, version) = SplitVersion(reference);
        return ChainWords.Name(name) + (version is null ? "" : $"@{version}");
    }

    private static (string Name, string? Version) SplitVersion(string reference)
    {
        var at = reference.LastIndexOf('@');
        return at > 0 && at < reference.Length - 1 && reference.AsSpan(at + 1).IndexOfAnyExceptInRange('0', '9') < 0
            ? (reference[..at], reference[(at + 1)..])
            : (reference, null);
    }

    private static string WriteArguments(JsonElement arguments) =>
        string.Join(", ", arguments.EnumerateObject().Select(p => $"{ChainWords.Name(p.Name)}={ChainWords.Json(p.Value)}"));

    private string WriteFormat(FormatNode format)
    {
        var text = new StringBuilder($"{ChainWords.Format}({ChainWords.Name(format.Model)}");
        if (!Declare(format))
        {
            text.Append(": ").Append(ChainWords.Json(format.Schema));
        }

        if (format.Formatter is { } formatter)
        {
            text.Append(", ").Append(WriteReference(formatter));
        }

        text.Append(')');
        var fields = format.IsEach ? [format.Fields[0] + "[n]"] : format.Fields;
        return fields.Count switch
        {
            0 => text.ToString(),
            1 => text.Append(" - ").Append(ChainWords.Quote(fields[0])).ToString(),
            _ => text.Append(" - (").AppendJoin(", ", fields.Select(ChainWords.Quote)).Append(')').ToString(),
        };
    }

    /// <summary>Whether the model of this name, as it stands before the chain, is this one.</summary>
    private bool Declare(FormatNode format)
    {
        var schema = ChainWords.Json(format.Schema);
        if (_models.TryGetValue(format.Model, out var known))
        {
            return known == schema;
        }

        if (format.Schema.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        _models[format.Model] = schema;
        _header.Append(ChainWords.Model).Append(':').Append(ChainWords.Name(format.Model)).Append(ModelText.TryWrite(format.Schema) ?? " " + schema).Append('\n');
        return true;
    }

    private static string WriteCondition(ConditionNode condition)
    {
        if (condition.Comparison == ChainComparison.Predicate)
        {
            return $"{ChainWords.Condition}({ChainWords.Function}:{ChainWords.Name(condition.Key)})";
        }

        var key = TextCursor.IsPath(condition.Key) ? condition.Key : ChainWords.Quote(condition.Key);
        return condition switch
        {
            { Comparison: ChainComparison.Exists } => $"{ChainWords.Condition}({key} {ConditionParser.Sign(condition.Comparison)})",
            { Comparison: ChainComparison.Equal, Value.ValueKind: JsonValueKind.True } => $"{ChainWords.Condition}({key})",
            { Value: { } value } => $"{ChainWords.Condition}({key} {ConditionParser.Sign(condition.Comparison)} {ChainWords.Json(value)})",
            _ => throw new UnreachableException(),
        };
    }
}
