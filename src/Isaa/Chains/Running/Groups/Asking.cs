using System.Text.Json;
using Isaa.Chains.Conditions;
using Isaa.Chains.Nodes;
using Isaa.Chains.Running.Leaves;
using Isaa.Chains.Values;

namespace Isaa.Chains.Running.Groups;

/// <summary>Asks a condition on behalf of a node.</summary>
internal sealed class Asking
{
    private readonly ConditionNode _condition;
    private readonly PredicatePlan? _predicate;

    /// <summary>Prepares to ask.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="path">Its place.</param>
    /// <param name="isGuarded">Whether a fallback follows.</param>
    public Asking(ConditionNode condition, string path, bool isGuarded)
    {
        _condition = condition;
        _predicate = condition.Comparison == ChainComparison.Predicate ? new PredicatePlan(path, condition) { IsGuarded = isGuarded } : null;
    }

    /// <summary>Whether the answer comes from the data alone.</summary>
    public bool IsPlain => _predicate is null;

    /// <summary>Asks of the data alone.</summary>
    public bool Holds(ChainValue value, PlanNode node, ChainFrame frame)
    {
        try
        {
            return ConditionTest.Holds(_condition, value);
        }
        catch (Exception e) when (Failures.IsOfNode(e, frame.Token))
        {
            throw Failures.Wrap(e, node, frame);
        }
    }

    public async ValueTask<bool> HoldsAsync(ChainValue value, PlanNode node, ChainFrame frame) =>
        _predicate is null ? Holds(value, node, frame) : (await _predicate.RunAsync(value, frame)).Kind == JsonValueKind.True;
}
