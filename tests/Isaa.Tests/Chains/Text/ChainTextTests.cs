using System.Text.Json;
using Isaa.Chains;
using Isaa.Chains.Building;
using Isaa.Chains.Conditions;
using Isaa.Chains.Nodes;
using Isaa.Chains.Text;
using Isaa.Jobs.Steps;
using static Isaa.Chains.ChainSyntax;

namespace Isaa.Tests.Chains.Text;

public sealed class ChainTextTests
{
    private static readonly Chain A = Agent("a");
    private static readonly Chain B = Agent("b");
    private static readonly Chain C = Agent("c");

    public static TheoryData<string, Chain> SameAsOperators => new()
    {
        { "a >> b >> c", A >> B >> C },
        { "a >> (b >> c)", A >> (B >> C) },
        { "a + b + c", A + B + C },
        { "(a + b) + c", A + B + C },
        { "a + (b + c)", A + (B + C) },
        { "a & b", A & B },
        { "a >> b + c >> a", A >> B + C >> A },
        { "a >> (b & c)", A >> (B & C) },
        { "a | b | c", A | B | C },
        { "a | (b | c)", A | (B | C) },
        { "a >> b | \"sorry\"", A >> B | "sorry" },
        { "a | (b >> a) | \"Unable to process request\"", A | (B >> A) | "Unable to process request" },
        { "a >> IS(status == \"approved\") >> b % c", A >> IS("status", "approved") >> B % C },
        { "a >> IS(\"status\", approved) >> b % c", A >> IS("status", "approved") >> B % C },
        { "IS(done) >> a", IS("done") >> A },
        { "(IS(p == high) >> a) % (IS(p == medium) >> b) % c", (IS("p", "high") >> A) % (IS("p", "medium") >> B) % C },
        { "IS(age > 18) >> a", IS.GreaterThan("age", 18) >> A },
        { "IS(age >= 18) >> a", IS.AtLeast("age", 18) >> A },
        { "IS(age < 18.5) >> a", IS.LessThan("age", 18.5) >> A },
        { "IS(age <= -1) >> a", IS.AtMost("age", -1) >> A },
        { "IS(customer.level != \"low\") >> a", IS.Not("customer.level", "low") >> A },
        { "IS(tags contains urgent) >> a", IS.Contains("tags", "urgent") >> A },
        { "IS(level in [\"high\", \"urgent\"]) >> a", IS.OneOf("level", "high", "urgent") >> A },
        { "IS(items[0].name exists) >> a", IS.Present("items[0].name") >> A },
        { "fn:shout >> tool:read_file(path=\"{prev}\", lines=10)", Function("shout") >> Tool("read_file", new { path = "{prev}", lines = 10 }) },
        { "tool:now", Tool("now") },
        { "a@3(\"look at the tone\")", Agent("a@3", "look at the tone") },
        { "agent:\"odd name\" >> chain:\"my chain\"@2", Agent("odd name") >> ChainNamed("my chain@2") },
        { "all(a, b) + c", Chain.Of(new ParallelNode { Branches = [new() { Node = (A + B).Root }, new() { Node = C.Root }] }) },
        { "left=(a >> b) + right=c", (A >> B).Named("left") + C.Named("right") },
        { "((a >> b)) >> c", Chain.Of(new SequenceNode { Steps = [new SequenceNode { Steps = [(A >> B).Root] }, C.Root] }) },
        {
            "repeat(a >> b, until IS(quality >= 8), max 5)",
            Chain.Of(new RepeatNode { Body = (A >> B).Root, Until = (ConditionNode)IS.AtLeast("quality", 8).Root, Max = 5 })
        },
        { "approval(publish, timeout 1d2h30m)", Chain.Of(new WaitNode { Signal = "publish", IsApproval = true, Timeout = new TimeSpan(1, 2, 30, 0) }) },
        { "signal(\"the payment\", timeout 250ms)", Chain.Of(new WaitNode { Signal = "the payment", Timeout = TimeSpan.FromMilliseconds(250) }) },
        { "fn:pay(once_only)", Chain.Of(new FunctionNode { Function = "pay", Kind = StepKind.OnceOnly }) },
        { "IS(fn:is_polite) >> a", Chain.Of(new SequenceNode { Steps = [new ConditionNode { Key = "is_polite", Comparison = ChainComparison.Predicate }, A.Root] }) },
    };

    [Theory]
    [MemberData(nameof(SameAsOperators))]
    public void Text_makes_the_same_nodes_as_the_operators(string text, Chain chain)
    {
        Assert.Equal(ChainDefinition.Write(chain.Root), ChainDefinition.Write(ChainText.Parse(text).Root));
        Assert.Equal(ChainDefinition.Write(chain.Root), ChainDefinition.Write(ChainText.Parse(ChainText.Write(chain)).Root));
    }

    [Theory]
    [InlineData("a >> b >> c")]
    [InlineData("a >> (b >> c) + a | \"no\"")]
    [InlineData("a % b % c")]
    [InlineData("(a | b) >> c")]
    [InlineData("((a))")]
    [InlineData("first(a | b, \"c\") | a")]
    [InlineData("x=(a | b) + all(only=a)")]
    [InlineData("model:Person(name: str, age: int?, tags: list[str] \"what they like\", level: \"low\" | \"high\")\na >> CF(Person) - (\"name\", \"age\")")]
    [InlineData("model:Tasks(tasks: list[str])\na >> CF(Tasks, formatter@2) - \"tasks[n]\" >> b")]
    [InlineData("model:Any {\"type\":\"object\",\"minProperties\":1}\na >> CF(Any) - \"*\"")]
    [InlineData("agent:all >> agent:CF")]
    [InlineData("fn:shout@2 >> fn:pay@1(once_only)")]
    [InlineData("repeat(a, until IS(\"odd key\" == null), max 3)")]
    [InlineData("tool:\"odd tool\"(\"odd key\"={\"deep\":[1,\"zwei\\n\"]}, b=true)")]
    [InlineData("signal(paid, timeout 1.5s)")]
    public void What_is_written_is_what_was_read(string text) => Assert.Equal(text, ChainText.Write(ChainText.Parse(text)));

    [Fact]
    public void Comments_lines_and_blanks_mean_nothing()
    {
        var text = """
            # Who is it?
            model:Person(name: str,   # as they sign
                         age: int)

            extractor >>              # reads the mail
              CF(Person) - "name" >>
              (analyzer + reporter)   # both
            | "sorry # not a comment"
            """;
        Assert.Equal(
            "model:Person(name: str, age: int)\nextractor >> CF(Person) - \"name\" >> analyzer + reporter | \"sorry # not a comment\"",
            ChainText.Write(ChainText.Parse(text)));
    }

    [Fact]
    public void A_model_in_short_form_is_a_schema()
    {
        var chain = ChainText.Parse("model:Inner(x: float)\nmodel:M(s: str, o: dict?, any: any, inner: list[Inner], l: list)\na >> CF(M)");
        var format = Assert.IsType<FormatNode>(Assert.IsType<SequenceNode>(chain.Root).Steps[1]);
        using var expected = JsonDocument.Parse("""
            {"type":"object","properties":{"s":{"type":"string"},"o":{"type":"object"},"any":{},
              "inner":{"type":"array","items":{"type":"object","properties":{"x":{"type":"number"}},"required":["x"]}},"l":{"type":"array"}},
              "required":["s","any","inner","l"]}
            """);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, format.Schema), format.Schema.GetRawText());
    }

    [Fact]
    public void Two_models_of_one_name_are_kept_apart()
    {
        var chain = A >> CF("""{"type":"object","title":"M"}""") >> B >> CF("""{"type":"array","title":"M"}""");
        var text = ChainText.Write(chain);
        Assert.Equal(ChainDefinition.Write(chain.Root), ChainDefinition.Write(ChainText.Parse(text).Root));
        Assert.Contains("CF(M: {", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_chain_is_written_over_several_lines()
    {
        var chain = Enumerable.Range(0, 20).Aggregate(A, (all, i) => all >> Agent($"agent-number-{i}"));
        var text = ChainText.Write(chain);
        Assert.Equal(21, text.Split('\n').Length);
        Assert.Equal(ChainDefinition.Write(chain.Root), ChainDefinition.Write(ChainText.Parse(text).Root));
    }

    [Fact]
    public void The_same_text_runs_as_the_seeds_example_says()
    {
        var chain = ChainText.Parse("model:T(tasks: list[str])\nfn:list >> CF(T) - \"tasks[n]\" >> fn:shout");
        var list = Function((string _) => """{"tasks":["a","b"]}""", "list");
        var shout = Function((string text) => text + "!", "shout");
        var bound = Bind(chain.Root, list.Root, shout.Root);
        Assert.Equal("""["a!","b!"]""", Chain.Of(bound).Run("x").Json.GetRawText());
    }

    private static SequenceNode Bind(ChainNode root, params ChainNode[] functions) => new()
    {
        Steps = [.. ((SequenceNode)root).Steps.Select(s => s is FunctionNode f ? functions.OfType<FunctionNode>().Single(b => b.Function == f.Function) : s)],
    };
}
