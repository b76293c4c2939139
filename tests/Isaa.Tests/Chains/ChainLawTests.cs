using FsCheck;
using FsCheck.Fluent;
using Isaa.Chains;
using Isaa.Chains.Values;
using static Isaa.Chains.ChainSyntax;

namespace Isaa.Tests.Chains;

/// <summary>Laws of the operators over random chains of functions, some of which fail.</summary>
public sealed class ChainLawTests
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(200);

    private static readonly Gen<Chain> Leaves = Gen.OneOf(
        Gen.Elements("a", "b", "c", "d").Select(letter => (Chain)Function((string text) => text + letter, letter)),
        Gen.Constant((Chain)Function(string (string _) => throw new InvalidOperationException("fails"), "fails")));

    private static readonly Arbitrary<(Chain A, Chain B, Chain C)> Three = Arb.From(
        from a in Trees(3)
        from b in Trees(3)
        from c in Trees(3)
        select (a, b, c));

    [Fact]
    public void Then_is_associative() => Hold((a, b, c) => Same((a >> b) >> c, a >> (b >> c)));

    [Fact]
    public void Fallback_is_associative() => Hold((a, b, c) => Same((a | b) | c, a | (b | c)));

    [Fact]
    public void Parallel_is_associative_and_keeps_the_order() => Hold((a, b, c) =>
        Same((a + b) + c, a + (b + c)) && Outcome(a.Named("1") + b.Named("2") + c.Named("3")) is var all
        && (all is null || all.Equals(ChainValue.List(new[] { a, b, c }.Select(x => Outcome(x)!)))));

    [Fact]
    public void A_group_is_what_is_in_it() => Hold((a, b, _) => Same(Group(a >> b), a >> b));

    [Fact]
    public void A_fallback_is_its_first_alternative_when_that_succeeds_else_the_second_on_the_original_data() => Hold((a, b, _) =>
        Equals(Outcome(a | b), Outcome(a) ?? Outcome(b)));

    [Fact]
    public void A_parallel_group_fails_exactly_when_a_branch_does() => Hold((a, b, c) =>
        (Outcome(a + b + c) is null) == new[] { a, b, c }.Any(x => Outcome(x) is null));

    [Fact]
    public void Two_ways_are_one_of_them() => Hold((a, b, c) =>
        Equals(Outcome(IS("x", 1) >> a % b >> c, """{"x":1}"""), Outcome(a >> c, """{"x":1}"""))
        && Equals(Outcome(IS("x", 2) >> a % b >> c, """{"x":1}"""), Outcome(b >> c, """{"x":1}""")));

    private static Gen<Chain> Trees(int size) => size == 0 ? Leaves : Gen.OneOf(
        Leaves,
        from a in Trees(size - 1)
        from b in Trees(size - 1)
        from kind in Gen.Choose(0, 2)
        select kind switch { 0 => a >> b, 1 => (a + b) >> Function((ChainValue all) => all.Text, "join"), _ => a | b });

    private static void Hold(Func<Chain, Chain, Chain, bool> law) => Check.One(Config, Prop.ForAll(Three, t => law(t.A, t.B, t.C)));

    private static bool Same(Chain left, Chain right) => Equals(Outcome(left), Outcome(right));

    /// <summary>What a chain gives; null when it fails.</summary>
    private static ChainValue? Outcome(Chain chain, string input = "x")
    {
        try
        {
            return chain.Run(input, new ChainRunOptions { MaxParallel = 2 });
        }
        catch (ChainException)
        {
            return null;
        }
    }
}
