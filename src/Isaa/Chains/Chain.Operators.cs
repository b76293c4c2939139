using Isaa.Agents;
using Isaa.Chains.Building;

namespace Isaa.Chains;

public partial class Chain
{
    /// <summary>An agent.</summary>
    public static implicit operator Chain(FlowAgent agent) => ChainSyntax.Agent(agent);

    /// <summary>A function of the data.</summary>
    public static implicit operator Chain(Func<string, string> function) => ChainSyntax.Function(function);

    /// <summary>An asynchronous function of the data.</summary>
    public static implicit operator Chain(Func<string, Task<string>> function) => ChainSyntax.Function(function);

    /// <summary>First the left, then the right on its result.</summary>
    public static Chain operator >>(Chain left, Chain right) => Composition.Then(left, right);

    /// <summary>First the left, then a function of its result.</summary>
    public static Chain operator >>(Chain left, Func<string, string> right) => left >> ChainSyntax.Function(right);

    /// <summary>First the left, then an asynchronous function of its result.</summary>
    public static Chain operator >>(Chain left, Func<string, Task<string>> right) => left >> ChainSyntax.Function(right);

    /// <summary>First the left, then a function of its result.</summary>
    public static Chain operator >>(Chain left, Delegate right) => left >> ChainSyntax.Function(right);

    /// <summary>Both at once on the same data.</summary>
    public static Chain operator +(Chain left, Chain right) => Composition.Beside(left, right);

    /// <summary>Both at once on the same data.</summary>
    public static Chain operator +(Chain left, Delegate right) => left + ChainSyntax.Function(right);

    /// <summary>Both at once on the same data; binds weaker than <c>&gt;&gt;</c>.</summary>
    public static Chain operator &(Chain left, Chain right) => Composition.Beside(left, right);

    /// <summary>Both at once on the same data; binds weaker than <c>&gt;&gt;</c>.</summary>
    public static Chain operator &(Chain left, Delegate right) => left & ChainSyntax.Function(right);

    /// <summary>Otherwise: the other way of the condition before or inside the left.</summary>
    public static Chain operator %(Chain left, Chain right) => Composition.Otherwise(left, right);

    /// <summary>Otherwise: the other way of the condition before or inside the left.</summary>
    public static Chain operator %(Chain left, Delegate right) => left % ChainSyntax.Function(right);

    /// <summary>The right on the original data when the left fails.</summary>
    public static Chain operator |(Chain left, Chain right) => Composition.OnFailure(left, right);

    /// <summary>A function of the original data when the left fails.</summary>
    public static Chain operator |(Chain left, Delegate right) => left | ChainSyntax.Function(right);

    /// <summary>A text when the left fails.</summary>
    public static Chain operator |(Chain left, string right) => Composition.OnFailure(left, right);
}
