using Isaa.Models.Scripted.Actions;
using Isaa.Models.Scripted.Templates;
using Isaa.Schemas.Yaml;
using YamlDotNet.RepresentationModel;

namespace Isaa.Models.Scripted.Reading;

/// <summary>Reads the turns of a playbook.</summary>
internal sealed class TurnReader(TextReader texts, ConditionReader conditions)
{
    private static readonly string[] FinishReasons = ["stop", "length", "tool_calls", "content_filter"];

    public PlaybookTurn Read(YamlMap map)
    {
        var isEmpty = map.Truth("empty") ?? false;
        var chunks = map.Map("chunks");
        var turn = new PlaybookTurn
        {
            Line = map.Line,
            When = conditions.Read(map.Map("when")),
            Repeat = Repeat(map),
            Variables = [.. Variables(map)],
            Say = texts.Text(map, "say"),
            Json = map.Find("json") is { } json ? texts.Tree(json) : null,
            Calls = [.. map.Maps("call").Select(Call)],
            Failure = new FailureReader(texts).Read(map),
            Wait = map.Duration("wait") ?? TimeSpan.Zero,
            ChunkCharacters = chunks?.Whole("characters", 1) ?? 40,
            ChunkDelay = chunks?.Duration("delay") ?? TimeSpan.Zero,
            FinishReason = FinishReason(map),
            Usage = Usage(map.Map("usage")),
        };
        chunks?.End();
        CheckAnswer(map, turn, isEmpty);
        map.End();
        return turn;
    }

    private static void CheckAnswer(YamlMap map, PlaybookTurn turn, bool isEmpty)
    {
        var answers = turn.Say is not null || turn.Json is not null || turn.Calls.Count > 0;
        if (turn.Say is not null && turn.Json is not null)
        {
            map.Problem("json", "and `say` cannot stand in one turn: both are its text.");
        }

        if (isEmpty && (answers || turn.Failure is not null))
        {
            map.Problem("empty", "cannot stand beside an answer or a failure.");
        }
        else if (!isEmpty && !answers && turn.Failure is null)
        {
            map.Problems.Add(map.Line, "a turn needs one of: say, json, call, empty, error, refuse, cut.");
        }
        else if (turn.Failure is not null && turn.Calls.Count > 0)
        {
            map.Problem("call", "cannot stand in a turn that fails.");
        }
    }

    private static int Repeat(YamlMap map) => map.Text("repeat") == "forever" ? PlaybookTurn.Forever : map.Whole("repeat", 1) ?? 1;

    private IEnumerable<VariableAction> Variables(YamlMap map)
    {
        var set = map.Map("set");
        foreach (var name in set?.Keys ?? [])
        {
            texts.Declare(name, set!.LineOf(name));
            yield return new VariableAction.Set(name, Source(set, name));
        }

        var add = map.Map("add");
        foreach (var name in add?.Keys ?? [])
        {
            texts.Declare(name, add!.LineOf(name));
            yield return new VariableAction.Add(name, add.Whole(name, int.MinValue) ?? 0);
        }
    }

    private ValueSource Source(YamlMap set, string name)
    {
        if (set.Find(name) is YamlScalarNode literal)
        {
            return new ValueSource { Literal = texts.Parse(literal.Value ?? "", literal.Start.Line) };
        }

        if (set.Map(name) is not { } map)
        {
            return new ValueSource();
        }

        var source = new ValueSource
        {
            Tool = map.Text("tool"),
            From = map.Text("from") ?? "lastResult",
            Path = map.Text("path"),
            Match = map.Text("match") is { } pattern ? texts.ParsePattern(pattern, map.LineOf("match")) : null,
            Default = texts.Text(map, "default"),
        };
        if (source.Path is not null && !JsonPath.IsValid(source.Path))
        {
            map.Wrong("path", "names and indices such as items[0].name");
        }

        if (map.Has("from"))
        {
            texts.Use(source.From, map.LineOf("from"));
        }

        map.End();
        return source;
    }

    private ToolCallAction Call(YamlMap map)
    {
        var arguments = map.Find("arguments");
        if (arguments is not null and not YamlMappingNode)
        {
            map.Wrong("arguments", "a mapping of argument names to values");
        }

        var call = new ToolCallAction
        {
            Tool = texts.Parse(map.RequiredText("tool"), map.Line),
            Arguments = arguments is YamlMappingNode ? texts.Tree(arguments) : null,
            BadArguments = texts.Text(map, "badArguments"),
        };
        if (call.BadArguments is not null && arguments is not null)
        {
            map.Problem("badArguments", "cannot stand beside `arguments`.");
        }

        map.End();
        return call;
    }

    private static UsageAction? Usage(YamlMap? map)
    {
        if (map is null)
        {
            return null;
        }

        var usage = new UsageAction(map.Whole("inputTokens"), map.Whole("outputTokens"), map.Whole("cachedInputTokens"));
        map.End();
        return usage;
    }

    private static string? FinishReason(YamlMap map)
    {
        var reason = map.Text("finish");
        if (reason is not null && !FinishReasons.Contains(reason))
        {
            map.Wrong("finish", $"one of: {string.Join(", ", FinishReasons)}");
        }

        return reason;
    }
}
