using System.Text.Json.Serialization;

namespace Isaa.Chains.Nodes;

/// <summary>Runs a body again on its own result until a condition holds. The only loop there is.</summary>
public sealed record RepeatNode : ChainNode
{
    /// <summary>The largest number of rounds a loop may be given.</summary>
    public const int MostRounds = 10_000;

    /// <summary>What is repeated.</summary>
    public required ChainNode Body { get; init; }

    /// <summary>Asked after each round of the result.</summary>
    public required ConditionNode Until { get; init; }

    /// <summary>How many rounds there may be; when the condition does not hold after the last one, the node fails.</summary>
    public required int Max { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<ChainNode> Children => [Body, Until];
}
