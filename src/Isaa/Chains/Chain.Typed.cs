using Isaa.Chains.Values;

namespace Isaa.Chains;

/// <summary>
/// A chain whose ends the compiler checks: <c>Chain&lt;A, B&gt; &gt;&gt; Chain&lt;B, C&gt;</c> is a <c>Chain&lt;A, C&gt;</c>, and nothing else fits. It is the same
/// chain inside, and can be used as one. Immutable and thread safe.
/// </summary>
/// <typeparam name="TIn">What it takes; must survive JSON.</typeparam>
/// <typeparam name="TOut">What it gives; must survive JSON.</typeparam>
public sealed class Chain<TIn, TOut>
{
    internal Chain(Chain untyped) => Untyped = untyped;

    /// <summary>The same chain without types.</summary>
    public Chain Untyped { get; }

    /// <summary>The same chain without types.</summary>
    public static implicit operator Chain(Chain<TIn, TOut> chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return chain.Untyped;
    }

    /// <summary>Both at once on the same data; the results in order.</summary>
    public static Chain<TIn, IReadOnlyList<TOut>> operator +(Chain<TIn, TOut> left, Chain<TIn, TOut> right) => new((Chain)left + right);

    /// <summary>The right on the original data when the left fails.</summary>
    public static Chain<TIn, TOut> operator |(Chain<TIn, TOut> left, Chain<TIn, TOut> right) => new((Chain)left | right);

    /// <summary>Runs the chain in this process.</summary>
    /// <param name="input">The data.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="ChainException">A node failed and no fallback took over.</exception>
    /// <exception cref="Diagnostics.IsaaException"><c>value_mismatch</c>: the result is of another type.</exception>
    public async Task<TOut> RunAsync(TIn input, ChainRunOptions? options = null, CancellationToken cancellationToken = default) =>
        (await Untyped.RunAsync(ChainValue.From(input), options, cancellationToken)).Read<TOut>();

    /// <summary>Runs the chain in this process and blocks until it has its result.</summary>
    /// <param name="input">The data.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    public TOut Run(TIn input, ChainRunOptions? options = null) => Untyped.Run(ChainValue.From(input), options).Read<TOut>();

    /// <inheritdoc/>
    public override string ToString() => Untyped.ToString();
}
