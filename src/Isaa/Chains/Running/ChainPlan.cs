namespace Isaa.Chains.Running;

/// <summary>A checked chain, ready to run. Serves any number of runs at once.</summary>
internal sealed class ChainPlan
{
    public ChainPlan(PlanNode root)
    {
        Root = root;
        Leaves = Count(root);
    }

    public PlanNode Root { get; }

    /// <summary>How many nodes act themselves; those inside a map or loop count once.</summary>
    public int Leaves { get; }

    private static int Count(PlanNode node) => (node is LeafPlan ? 1 : 0) + node.Children.Sum(child => Count(child.Node));
}
