using System.Text.Json;
using Isaa.Chains.Conditions;
using Isaa.Chains.Nodes;
using Isaa.Chains.Values;

namespace Isaa.Chains.Checking;

/// <summary>What takes a node's result first: an agent there is asked for what it needs.</summary>
internal sealed record Follower
{
    public static Follower None { get; } = new();

    public FormatNode? Format { get; init; }

    public IReadOnlyList<ConditionNode> Conditions { get; init; } = [];

    /// <summary>What takes the data first when a node runs; a designated formatter wants it as it is.</summary>
    public static Follower Of(ChainNode node) => node switch
    {
        FormatNode { Formatter: null } format => new Follower { Format = format },
        ConditionNode { Comparison: not ChainComparison.Predicate } condition => new Follower { Conditions = [condition] },
        SequenceNode { Steps: [var first, ..] } => Of(first),
        ElseNode otherwise => Of(otherwise.Left) is { Conditions.Count: > 0 } left ? left with { Conditions = [.. left.Conditions, .. Of(otherwise.Right).Conditions] } : None,
        _ => None,
    };

    /// <summary>The schema an agent is asked to fit; null for text.</summary>
    public JsonElement? Schema() => Format?.Schema ?? (Conditions.Count > 0 ? SchemaOf(Conditions) : null);

    private static JsonElement SchemaOf(IReadOnlyList<ConditionNode> conditions) => ChainValueJson.Build(writer =>
    {
        var paths = conditions.Select(c => (Names: ChainPath.Parse(c.Key).Names.TakeWhile(n => n is not null).Select(n => n!).ToList(), Condition: c))
            .Where(p => p.Names.Count > 0)
            .ToList();
        WriteObject(writer, paths, 0);
    });

    private static void WriteObject(Utf8JsonWriter writer, IReadOnlyList<(List<string> Names, ConditionNode Condition)> paths, int depth)
    {
        var groups = paths.GroupBy(p => p.Names[depth], StringComparer.Ordinal).ToList();
        writer.WriteStartObject();
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        foreach (var group in groups)
        {
            writer.WritePropertyName(group.Key);
            var deeper = group.Where(p => p.Names.Count > depth + 1).ToList();
            if (deeper.Count > 0)
            {
                WriteObject(writer, deeper, depth + 1);
            }
            else
            {
                WriteField(writer, [.. group.Select(p => p.Condition)]);
            }
        }

        writer.WriteEndObject();
        writer.WriteStartArray("required");
        foreach (var group in groups)
        {
            writer.WriteStringValue(group.Key);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter writer, IReadOnlyList<ConditionNode> conditions)
    {
        var words = conditions.Where(c => c.Value is { ValueKind: not JsonValueKind.Null }).Select(c => ChainValue.Of(c.Value!.Value).Text).Distinct(StringComparer.Ordinal).ToList();
        writer.WriteStartObject();
        if (words.Count > 0)
        {
            writer.WriteString("description", $"What follows depends on it; it is compared with: {string.Join(", ", words)}");
        }

        writer.WriteEndObject();
    }
}
