using System.Text.Json;
using Isaa.Chains.Building;
using Isaa.Chains.Nodes;
using Isaa.Chains.Values;

namespace Isaa.Chains.Running;

/// <summary>A node as it runs. Serves any number of runs at once.</summary>
/// <param name="path">Its place: positions from 1, names of branches, <c>[n]</c> where items and rounds are counted.</param>
/// <param name="source">The node as it was written.</param>
internal abstract class PlanNode(string path, ChainNode source)
{
    /// <summary>What stands in a path in place of the number of an item or a round.</summary>
    public const string EachPart = "[n]";

    public string Path => path;

    public ChainNode Source => source;

    public string Name { get; init; } = NodeNames.Of(source);

    public string Kind { get; init; } = NodeNames.KindOf(source);

    /// <summary>The schema of what it gives, where that is known beforehand.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>What it runs, each with the word that tells it from the others; empty for a leaf.</summary>
    public virtual IReadOnlyList<PlanLink> Children => [];

    public abstract ValueTask<ChainValue> RunAsync(ChainValue input, ChainFrame frame);
}
