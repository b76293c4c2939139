using System.Text.Json.Serialization;
using Isaa.Chains.Ports;
using Isaa.Jobs.Steps;

namespace Isaa.Chains.Nodes;

/// <summary>Calls a function with the data. Its text form is its name; the code is never part of the definition.</summary>
public sealed record FunctionNode : ChainNode
{
    /// <summary>The function's name.</summary>
    public required string Function { get; init; }

    /// <summary>What may happen to a call whose outcome is unknown after a crash; null for what the function itself says.</summary>
    public StepKind? Kind { get; init; }

    /// <summary>The function itself, when the program gave it; null when it is looked up by name. Not part of the definition.</summary>
    [JsonIgnore]
    public IChainFunction? Bound { get; init; }
}
