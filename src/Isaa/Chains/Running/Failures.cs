using Isaa.Diagnostics;
using Isaa.Jobs;

namespace Isaa.Chains.Running;

/// <summary>Tells the failures of nodes from what stops the run itself.</summary>
internal static class Failures
{
    public const string Broken = "node_broken";

    /// <summary>Whether an exception is a failure of a node, which a fallback may follow, and no end of the run.</summary>
    public static bool IsOfNode(Exception e, CancellationToken token) => e switch
    {
        OperationCanceledException => !token.IsCancellationRequested,
        LeaseLostException or ChainSuspendedException => false,
        IsaaException { Code: "step_changed" or "chain_changed" } => false,
        IsaaException known => !known.Code.StartsWith("store_", StringComparison.Ordinal),
        _ => true,
    };

    /// <summary>The failure with its place.</summary>
    public static ChainException Wrap(Exception e, PlanNode node, ChainFrame frame) => e as ChainException ?? Create(e, node, frame);

    private static ChainException Create(Exception e, PlanNode node, ChainFrame frame)
    {
        var place = frame.PlaceOf(node.Path);
        var (code, message) = e is IsaaException known
            ? (known.Code, known.Message)
            : (Broken, $"it threw {e.GetType().Name}, see the inner exception.");
        return new ChainException(code, $"Node {place} ({node.Kind} {node.Name}) failed: {message}", place, node.Name, e);
    }
}
