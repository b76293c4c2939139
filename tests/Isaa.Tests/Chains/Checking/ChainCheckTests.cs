using Isaa.Chains;
using Isaa.Chains.Nodes;
using Isaa.Diagnostics;
using Isaa.Tests.Chains.Support;
using static Isaa.Chains.ChainSyntax;

namespace Isaa.Tests.Chains.Checking;

public sealed class ChainCheckTests
{
    private static readonly Chain A = Agent("a");
    private static readonly Chain B = Agent("b");
    private static readonly Chain C = Agent("c");

    public static TheoryData<string, Chain, string, string> Faults => new()
    {
        { "condition last", A >> IS("x", 1), "chain_invalid", "IS(key, value) >> yes % no" },
        { "condition alone", IS("x", 1), "chain_invalid", "nothing depends on it" },
        { "pair without condition", A % B, "chain_invalid", "without a condition right before it" },
        { "third way without condition", IS("x", 1) >> A % B % C, "chain_invalid", "holds no condition" },
        { "text in a sequence", Chain.Of(new SequenceNode { Steps = [new AgentNode { Agent = "a" }, new TextNode { Text = "t" }] }), "chain_invalid", "after |" },
        { "text first", Chain.Of(new FallbackNode { Alternatives = [new TextNode { Text = "t" }, new AgentNode { Agent = "a" }] }), "chain_invalid", "after |" },
        { "empty sequence", Chain.Of(new SequenceNode { Steps = [] }), "chain_invalid", "empty sequence" },
        { "empty group", Chain.Of(new ParallelNode { Branches = [] }), "chain_invalid", "no branches" },
        { "condition after each", CF<TaskList>() - "tasks[n]" >> IS("x", 1) >> A, "chain_invalid", "parentheses" },
        { "range of nothing", Chain.Of(new SequenceNode { Steps = [new ConditionNode { Key = "x", Comparison = Isaa.Chains.Conditions.ChainComparison.AtLeast }, new AgentNode { Agent = "a" }] }), "chain_invalid", "a number" },
        { "nested field", CF<PersonData>() >> (IS("agee", 3) >> A) % B, "field_unknown", "Did you mean age" },
        { "empty name", Chain.Of(new AgentNode { Agent = "" }), "chain_invalid", "empty name" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_cannot_be_is_refused_with_the_place_and_the_remedy(string fault, Chain chain, string code, string remedy)
    {
        var error = Assert.Throws<IsaaException>(() => chain.Check());
        Assert.True(error.Code == code, $"{fault}: {error.Code} {error.Message}");
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_are_known_as_soon_as_they_are_taken()
    {
        var error = Assert.Throws<IsaaException>(() => CF<PersonData>() - "interest");
        Assert.Equal("field_unknown", error.Code);
        Assert.Contains("Did you mean interests", error.Message, StringComparison.Ordinal);
        Assert.Throws<IsaaException>(() => CF<PersonData>() - "name[n]");
        Assert.Throws<IsaaException>(() => CF<PersonData>() - ("name", "*"));
        Assert.Throws<IsaaException>(() => CF<PersonData>() - "name" - "age");
        Assert.NotNull(CF<Analysis>() - "risk_score");
    }

    [Fact]
    public void A_comparison_that_can_never_hold_is_refused_as_soon_as_it_is_made()
    {
        var error = Assert.Throws<IsaaException>(() => CF<Analysis>() >> IS("risk_score", "high"));
        Assert.Equal("condition_mismatch", error.Code);
        Assert.Contains("IS.AtLeast", error.Message, StringComparison.Ordinal);
        Assert.NotNull(CF<Analysis>() >> IS("risk_score", "7"));
        Assert.Equal("field_unknown", Assert.Throws<IsaaException>(() => CF<Analysis>() >> IS("score", 1)).Code);
    }

    [Fact]
    public void All_faults_are_reported_at_once()
    {
        var error = Assert.Throws<IsaaException>(() => ((A % B) + (A >> IS("x", 1))).Check());
        Assert.Contains("Node 1/a (else", error.Message, StringComparison.Ordinal);
        Assert.Contains("IS(x)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_of_ten_thousand_nodes_or_of_great_depth_is_refused()
    {
        Assert.Equal("chain_too_large", Assert.Throws<IsaaException>(() => Enumerable.Range(0, 10_000).Aggregate(A, (chain, _) => chain >> B)).Code);
        Assert.Equal("chain_too_large", Assert.Throws<IsaaException>(() => Enumerable.Range(0, 1_000).Aggregate(A, (chain, _) => B >> chain)).Code);
        ChainNode deep = new AgentNode { Agent = "a" };
        for (var i = 0; i < 10_000; i++)
        {
            deep = new SequenceNode { Steps = [deep] };
        }

        Assert.Equal("chain_too_large", Assert.Throws<IsaaException>(() => Chain.Of(deep)).Code);
    }

    [Fact]
    public void A_function_with_other_parameters_is_refused() =>
        Assert.Equal("chain_invalid", Assert.Throws<IsaaException>(() => Function((string a, string b) => a + b)).Code);
}
