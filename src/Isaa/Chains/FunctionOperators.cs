namespace Isaa.Chains;

/// <summary>The operators of chains on functions: with <c>using Isaa.Chains;</c> a function can stand first.</summary>
public static class FunctionOperators
{
    /// <summary>A function on the left.</summary>
    extension(Delegate)
    {
        /// <summary>First the function, then the right on its result.</summary>
        public static Chain operator >>(Delegate left, Chain right) => ChainSyntax.Function(left) >> right;

        /// <summary>First the one function, then the other.</summary>
        public static Chain operator >>(Delegate left, Delegate right) => ChainSyntax.Function(left) >> right;

        /// <summary>Both at once on the same data.</summary>
        public static Chain operator +(Delegate left, Chain right) => ChainSyntax.Function(left) + right;

        /// <summary>Both at once on the same data; binds weaker than <c>&gt;&gt;</c>.</summary>
        public static Chain operator &(Delegate left, Chain right) => ChainSyntax.Function(left) & right;

        /// <summary>Otherwise: the two are the ways of the condition before them.</summary>
        public static Chain operator %(Delegate left, Chain right) => ChainSyntax.Function(left) % right;

        /// <summary>The right on the original data when the function fails.</summary>
        public static Chain operator |(Delegate left, Chain right) => ChainSyntax.Function(left) | right;

        /// <summary>A text when the function fails.</summary>
        public static Chain operator |(Delegate left, string right) => ChainSyntax.Function(left) | right;
    }
}
