using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Isaa.Chains.Building;
using Isaa.Chains.Conditions;
using Isaa.Chains.Nodes;
using Isaa.Chains.Text;
using Isaa.Jobs.Steps;

namespace Isaa.Tests.Chains.Text;

public sealed class ChainTextLawTests
{
    private static readonly Gen<string> Names = Gen.Elements("a", "b_2", "data-extractor", "v1.2", "CF", "IS", "all", "first", "repeat", "signal", "model", "odd name", "ä", "a\"b", "x@y", "#", "-", "a:b");
    private static readonly Gen<string> Agents = Gen.OneOf(Names, Gen.Elements("a@2", "odd name@17"));

    private static readonly Gen<JsonElement> Values = Gen.Elements("true", "false", "null", "1", "-2.5", "\"high\"", "\"a \\\"b\\\" \\n ) # >>\"", "[1,\"x\"]", "{\"a\":{\"b\":[]}}")
        .Select(static json => JsonElement.Parse(json));

    private static readonly Gen<JsonElement> Schemas = Gen.Elements(
        """{"type":"object"}""", """{"type":"array","items":{"type":"string"}}""", """{"type":"object","properties":{"n":{"type":"string","description":"the \"name\""}},"required":["n"],"additionalProperties":true}""",
        """{"type":"object","minProperties":1}""", "true").Select(static json => JsonElement.Parse(json));

    [Fact]
    public void Reading_what_was_written_gives_the_same_nodes() => Prop.ForAll(Nodes(5).ToArbitrary(), static node =>
    {
        var text = ChainText.Write(node);
        var again = ChainText.Parse(text).Root;
        return (ChainDefinition.Write(node) == ChainDefinition.Write(again) && ChainText.Write(again) == text).Label(text);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Any_text_is_a_chain_or_an_error_with_a_place()
    {
        var piece = Gen.Elements("a", " ", ">>", "+", "&", "%", "|", "-", "(", ")", "\"", "\"x\"", "CF(", "IS(", "model:M(", "x: str", ",", "=", "==", "fn:", "tool:t(", "[n]", "{", "}", "\n", "#", "@", "3", "repeat(", "until", "max 3", "all(", "\\", "\u0000", "→");
        var text = Gen.Choose(0, 20).SelectMany(length => piece.ListOf(length)).Select(static parts => string.Concat(parts));
        Prop.ForAll(text.ToArbitrary(), static candidate =>
        {
            try
            {
                var chain = ChainText.Parse(candidate);
                return ChainDefinition.Write(chain.Root) == ChainDefinition.Write(ChainText.Parse(ChainText.Write(chain)).Root);
            }
            catch (ChainSyntaxException e)
            {
                return e.Line >= 1 && e.Column >= 1 && e.Column <= candidate.Length + 1;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    private static Gen<ChainNode> Nodes(int depth)
    {
        if (depth == 0)
        {
            return Leaves();
        }

        var inner = Nodes(depth - 1);
        var many = Gen.Choose(1, 3).SelectMany(inner.ListOf);
        var branch = inner.SelectMany(static node => Gen.OneOf(Gen.Constant<string?>(null), Names.Select(static n => (string?)n)).Select(name => new ParallelBranch { Name = name, Node = node }));
        var text = Names.Select(static t => (ChainNode)new TextNode { Text = t });
        return Gen.Frequency(
            (3, Leaves()),
            (2, many.Select(static steps => (ChainNode)new SequenceNode { Steps = steps })),
            (2, Gen.Choose(1, 3).SelectMany(branch.ListOf).Select(static branches => (ChainNode)new ParallelNode { Branches = branches })),
            (2, Gen.Choose(1, 3).SelectMany(n => Gen.Frequency((3, inner), (1, text)).ListOf(n)).Select(static all => (ChainNode)new FallbackNode { Alternatives = all })),
            (1, inner.SelectMany(left => inner.Select(right => (ChainNode)new ElseNode { Left = left, Right = right }))),
            (1, inner.SelectMany(body => Conditions().SelectMany(until => Gen.Choose(1, 10_000).Select(max => (ChainNode)new RepeatNode { Body = body, Until = until, Max = max })))));
    }

    private static Gen<ChainNode> Leaves()
    {
        var focus = Gen.Elements<string?>(null, null, "look \"here\"", "a\nb");
        var seconds = Gen.Elements<TimeSpan?>(null, TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(1500), new TimeSpan(400, 23, 59, 59, 999), TimeSpan.FromHours(2));
        return Gen.OneOf(
            Agents.SelectMany(agent => focus.Select(f => (ChainNode)new AgentNode { Agent = agent, Focus = f })),
            Names.SelectMany(name => Gen.Elements<StepKind?>(null, StepKind.OnceOnly, StepKind.Repeatable, StepKind.Reconcilable).Select(kind => (ChainNode)new FunctionNode { Function = name, Kind = kind })),
            Names.SelectMany(name => Gen.Elements<string?>(null, "{}", """{"a":1,"odd key":{"b":"{prev}"}}""").Select(json => (ChainNode)new ToolNode { Tool = name, Arguments = json is null ? null : JsonElement.Parse(json) })),
            Agents.Select(static name => (ChainNode)new ReferenceNode { Chain = name }),
            Names.SelectMany(name => seconds.SelectMany(time => Gen.Elements(true, false).Select(yes => (ChainNode)new WaitNode { Signal = name, IsApproval = yes, Timeout = time }))),
            Formats().Select(static format => (ChainNode)format),
            Conditions().Select(static condition => (ChainNode)condition));
    }

    private static Gen<FormatNode> Formats() => Names.SelectMany(static name => Schemas.SelectMany(schema => Gen.Elements<(string[] Fields, bool Each, string? By)>(
        ([], false, null), (["*"], false, "x@y"), (["n"], false, "former@3"), (["n", "o.p[0]"], false, null), (["n"], true, null)).Where(f => IsOpen(schema) || f.Fields is [] or ["*"])
            .Select(f => new FormatNode { Model = name, Schema = schema, Fields = f.Fields, IsEach = f.Each, Formatter = f.By })));

    private static Gen<ConditionNode> Conditions()
    {
        var key = Gen.Elements("status", "a.b[0].c", "[1]", "odd key", "ä_1", "in", "x-y");
        var number = Gen.Elements("1", "-0.5", "1e3").Select(static json => JsonElement.Parse(json));
        return key.SelectMany(k => Gen.OneOf(
            Gen.Elements(ChainComparison.Equal, ChainComparison.NotEqual, ChainComparison.Contains).SelectMany(c => Values.Select(v => new ConditionNode { Key = k, Comparison = c, Value = v })),
            Gen.Elements(ChainComparison.GreaterThan, ChainComparison.AtLeast, ChainComparison.LessThan, ChainComparison.AtMost).SelectMany(c => number.Select(v => new ConditionNode { Key = k, Comparison = c, Value = v })),
            Gen.Constant(new ConditionNode { Key = k, Comparison = ChainComparison.OneOf, Value = JsonElement.Parse("[1,\"a\"]") }),
            Gen.Constant(new ConditionNode { Key = k, Comparison = ChainComparison.Exists }),
            Names.Select(static name => new ConditionNode { Key = name, Comparison = ChainComparison.Predicate })));
    }

    private static bool IsOpen(JsonElement schema) => schema.ValueKind == JsonValueKind.Object && schema.GetRawText() == """{"type":"object"}""";
}
