using System.Text.Json;
using System.Text.Json.Serialization;
using Isaa.Chains.Conditions;
using Isaa.Chains.Values;

namespace Isaa.Chains.Nodes;

/// <summary>
/// Asks something of the data. The branch pair right after it is its two ways; without a pair it guards all that follows in its parentheses.
/// </summary>
public sealed record ConditionNode : ChainNode
{
    /// <summary>The place in the data, as a path; the name of the predicate for <see cref="ChainComparison.Predicate"/>.</summary>
    public required string Key { get; init; }

    /// <summary>How it is compared.</summary>
    public ChainComparison Comparison { get; init; } = ChainComparison.Equal;

    /// <summary>What it is compared with; null where nothing is needed.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>The predicate of this program. Not part of the definition.</summary>
    [JsonIgnore]
    public Func<ChainValue, bool>? Predicate { get; init; }
}
