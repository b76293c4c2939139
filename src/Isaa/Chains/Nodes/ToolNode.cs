using System.Text.Json;

namespace Isaa.Chains.Nodes;

/// <summary>Calls a tool.</summary>
public sealed record ToolNode : ChainNode
{
    /// <summary>The tool's name.</summary>
    public required string Tool { get; init; }

    /// <summary>
    /// The arguments as an object, in whose texts <c>{prev}</c> stands for the data and <c>{input}</c> for the input of the whole chain. Null: data that
    /// is an object is the arguments, else the data is the tool's only required argument.
    /// </summary>
    public JsonElement? Arguments { get; init; }
}
