namespace Isaa.Protocol.Chains;

/// <summary>A node of a drawn chain.</summary>
public sealed record ChainGraphNode
{
    /// <summary>Its place in the chain, with <c>[n]</c> where items and rounds are counted, for example <c>2/reporter/[n]/1</c>; empty for the outermost.</summary>
    public required string Path { get; init; }

    /// <summary>What kind of node it is: agent, function, tool, text, format, wait, chain; or a group: sequence, parallel, condition, fallback, map, repeat.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is called, as the chain's text has it.</summary>
    public required string Label { get; init; }

    /// <summary>More about it than its label says, for example <c>version 3</c> of an agent; null for nothing.</summary>
    public string? Detail { get; init; }

    /// <summary>What it is to the node around it: a branch's name, <c>yes</c>, <c>no</c>, <c>try1</c>, <c>each</c>, <c>round</c>; null in a sequence.</summary>
    public string? Role { get; init; }

    /// <summary>The nodes inside it, in order; empty for one that acts itself.</summary>
    public IReadOnlyList<ChainGraphNode> Children { get; init; } = [];

    /// <summary>What a run did here; null when the chain is drawn without one.</summary>
    public ChainNodeRun? Run { get; init; }
}
