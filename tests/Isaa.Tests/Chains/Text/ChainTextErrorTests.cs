using Isaa.Chains;
using Isaa.Chains.Text;
using Isaa.Diagnostics;

namespace Isaa.Tests.Chains.Text;

public sealed class ChainTextErrorTests
{
    [Theory]
    [InlineData("", 1, 1, "The chain is empty")]
    [InlineData("  # nothing", 1, 12, "The chain is empty")]
    [InlineData("a >>", 1, 5, "the chain ends")]
    [InlineData("a >> >> b", 1, 6, "'>' stands")]
    [InlineData("a -> b", 1, 3, "Write >> for 'then'")]
    [InlineData("a => b", 1, 3, "Write >> for 'then'")]
    [InlineData("a || b", 1, 3, "Write a single |")]
    [InlineData("a && b", 1, 3, "Write + or a single &")]
    [InlineData("a b", 1, 3, "'b' stands")]
    [InlineData("(a >> b", 1, 1, "There is no ')'")]
    [InlineData("a >> b)", 1, 7, "There is no '(' for it")]
    [InlineData("a - \"x\"", 1, 3, "Only a CF takes fields out")]
    [InlineData("a >> \"text\"", 1, 6, "only as an alternative after |")]
    [InlineData("\"text\" | a", 1, 1, "only as an alternative after |")]
    [InlineData("a | \"text", 1, 5, "no closing double quote")]
    [InlineData("tol:read", 1, 1, "Did you mean tool?")]
    [InlineData("a >> CF(Persn)", 1, 9, "There is no model 'Persn'")]
    [InlineData("model:Person(name: str)\na >> CF(Persn)", 2, 9, "Did you mean Person?")]
    [InlineData("model:Person(name: strr)\na", 1, 20, "Did you mean str?")]
    [InlineData("model:Person(name: str, name: int)\na", 1, 25, "twice")]
    [InlineData("model:P(n: str)\nmodel:P(n: str)\na", 2, 7, "twice")]
    [InlineData("a >> model:P(n: str)", 1, 6, "Models stand before the chain")]
    [InlineData("model:P(name: str)\na >> CF(P) - \"nme\"", 2, 14, "Did you mean name?")]
    [InlineData("model:P(name: str)\na >> CF(P) - \"name[n]\" >> b", 2, 14, "needs a list")]
    [InlineData("model:P(name: str)\na >> CF(P) - name", 2, 14, "a field in double quotes")]
    [InlineData("model:P(name: str)\na >> CF(P) >> IS(nme == x) >> b", 2, 15, "Did you mean name?")]
    [InlineData("a >> IS(x = 1) >> b", 1, 11, "Equal is written ==")]
    [InlineData("a >> IS(x > high) >> b", 1, 13, "compare with a number")]
    [InlineData("a >> IS(x in 3) >> b", 1, 14, "a list of values")]
    [InlineData("a >> IS(x == {bad}) >> b", 1, 14, "no JSON value")]
    [InlineData("a >> IS(..) >> b", 1, 9, "no path into data")]
    [InlineData("a(\"focus\" >> b", 1, 11, "')' after what")]
    [InlineData("a(3)", 1, 3, "A function is called fn:a")]
    [InlineData("tool:t(x=1, x=2)", 1, 13, "twice")]
    [InlineData("tool:t(x)", 1, 9, "'=' and the value")]
    [InlineData("repeat(a, max 3)", 1, 11, "'until' and a condition")]
    [InlineData("repeat(a, until IS(x), max 0)", 1, 24, "from 1 to 10000")]
    [InlineData("repeat(a, until IS(x))", 1, 22, "a loop needs an end")]
    [InlineData("approval(x, timeout 5)", 1, 22, "a unit of time")]
    [InlineData("left=a", 1, 1, "Only a branch of a parallel group has a name")]
    [InlineData("a >> left=b", 1, 6, "Only a branch of a parallel group has a name")]
    [InlineData("fn:pay(sometimes)", 1, 8, "no class of steps")]
    public void A_fault_is_told_with_its_place_and_the_remedy(string text, int line, int column, string says)
    {
        var error = Assert.Throws<ChainSyntaxException>(() => ChainText.Parse(text));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.StartsWith($"Line {line}, column {column}: ", error.Message, StringComparison.Ordinal);
        var lines = error.Message.Split('\n');
        Assert.Equal(column + 1, lines[^1].IndexOf('^', StringComparison.Ordinal));
    }

    [Fact]
    public void The_mark_stands_under_the_place_in_a_long_line()
    {
        var text = string.Join(" >> ", Enumerable.Repeat("agent", 40)) + " -> late >> " + string.Join(" >> ", Enumerable.Repeat("agent", 40));
        var lines = Assert.Throws<ChainSyntaxException>(() => ChainText.Parse(text)).Message.Split('\n');
        var mark = lines[^1].IndexOf('^', StringComparison.Ordinal);
        Assert.StartsWith("-> late", lines[^2][mark..], StringComparison.Ordinal);
        Assert.True(lines[^2].Length < 120, lines[^2]);
    }

    [Fact]
    public void Groups_deeper_than_the_limit_are_refused_at_their_place()
    {
        var error = Assert.Throws<ChainSyntaxException>(() => ChainText.Parse(new string('(', 10_000) + "a" + new string(')', 10_000)));
        Assert.Equal(("chain_too_large", Chain.MaxDepth + 1), (error.Code, error.Column));
    }

    [Fact]
    public void A_chain_of_ten_thousand_nodes_is_refused()
    {
        var error = Assert.Throws<IsaaException>(() => ChainText.Parse(string.Join(" >> ", Enumerable.Repeat("a", 10_000))));
        Assert.Equal("chain_too_large", error.Code);
        Assert.Equal("chain_too_large", Assert.Throws<IsaaException>(() => ChainText.Parse(new string(' ', ChainText.MaxLength + 1))).Code);
    }
}
