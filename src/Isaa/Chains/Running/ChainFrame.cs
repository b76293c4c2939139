using System.Globalization;
using System.Text;

namespace Isaa.Chains.Running;

/// <summary>Where in a run a node is: which item of which map, and who can stop it.</summary>
/// <param name="execution">The run.</param>
/// <param name="token">Ends it with its siblings or with the run.</param>
/// <param name="outer">The frame around this one; null for the outermost.</param>
/// <param name="index">The item or round that this frame is of; -1 for none.</param>
internal sealed class ChainFrame(ChainExecution execution, CancellationToken token, ChainFrame? outer = null, int index = -1)
{
    public ChainExecution Execution => execution;

    public CancellationToken Token => token;

    public ChainFrame With(CancellationToken inner) => new(execution, inner, this);

    public ChainFrame At(int item, CancellationToken inner) => new(execution, inner, this, item);

    /// <summary>A node's path with the numbers of the items and rounds this frame is in.</summary>
    public string PlaceOf(string path)
    {
        if (!path.Contains(PlanNode.EachPart, StringComparison.Ordinal))
        {
            return path;
        }

        var indices = new Stack<int>();
        for (var frame = this; frame is not null; frame = frame.Outer)
        {
            if (frame.Index >= 0)
            {
                indices.Push(frame.Index);
            }
        }

        var place = new StringBuilder();
        var rest = path.AsSpan();
        for (var at = rest.IndexOf(PlanNode.EachPart); at >= 0; at = rest.IndexOf(PlanNode.EachPart))
        {
            place.Append(rest[..at]).Append('[').Append(CultureInfo.InvariantCulture, $"{(indices.TryPop(out var n) ? n : 0)}").Append(']');
            rest = rest[(at + PlanNode.EachPart.Length)..];
        }

        return place.Append(rest).ToString();
    }

    private ChainFrame? Outer => outer;

    private int Index => index;
}
