using Isaa.Agents;
using Isaa.Chains.Conditions;

namespace Isaa.Chains;

/// <summary>Makes typed chains and joins them.</summary>
public static class TypedChains
{
    /// <summary>A typed chain on the left.</summary>
    extension<TIn, TMiddle, TOut>(Chain<TIn, TMiddle>)
    {
        /// <summary>First the left, then the right on its result, which must be what the right takes.</summary>
        public static Chain<TIn, TOut> operator >>(Chain<TIn, TMiddle> left, Chain<TMiddle, TOut> right)
        {
            ArgumentNullException.ThrowIfNull(left);
            ArgumentNullException.ThrowIfNull(right);
            return new Chain<TIn, TOut>((Chain)left >> ChainSyntax.Group(right));
        }
    }

    /// <summary>A function as a typed chain.</summary>
    /// <param name="function">The function.</param>
    /// <param name="name">Its name in definitions and events; null for the method's own.</param>
    public static Chain<TIn, TOut> Typed<TIn, TOut>(Func<TIn, TOut> function, string? name = null) => new(ChainSyntax.Function((Delegate)function, name));

    /// <summary>An asynchronous function as a typed chain.</summary>
    /// <param name="function">The function.</param>
    /// <param name="name">Its name in definitions and events; null for the method's own.</param>
    public static Chain<TIn, TOut> Typed<TIn, TOut>(Func<TIn, Task<TOut>> function, string? name = null) => new(ChainSyntax.Function((Delegate)function, name));

    /// <summary>An agent as a typed chain: it gets the data's text form and is asked for data of the type.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TOut">What it gives; a text when it is a string.</typeparam>
    /// <param name="agent">The agent.</param>
    public static Chain<TIn, TOut> Typed<TIn, TOut>(this FlowAgent agent)
    {
        Chain untyped = agent;
        return new Chain<TIn, TOut>(typeof(TOut) == typeof(string) ? untyped : untyped >> ChainSyntax.CF<TOut>());
    }

    /// <summary>Any chain with the types of its ends; that they are right shows only when it runs.</summary>
    /// <typeparam name="TIn">What it takes.</typeparam>
    /// <typeparam name="TOut">What it gives.</typeparam>
    /// <param name="chain">The chain.</param>
    public static Chain<TIn, TOut> Typed<TIn, TOut>(this Chain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return new Chain<TIn, TOut>(chain);
    }

    /// <summary>A condition with its two ways, which take and give the same types.</summary>
    /// <param name="condition">Asked of the data.</param>
    /// <param name="yes">Runs when it holds.</param>
    /// <param name="no">Runs when it does not.</param>
    public static Chain<TIn, TOut> Choose<TIn, TOut>(ChainCondition condition, Chain<TIn, TOut> yes, Chain<TIn, TOut> no) =>
        new(ChainSyntax.Group(condition >> ChainSyntax.Group(yes) % no));
}
