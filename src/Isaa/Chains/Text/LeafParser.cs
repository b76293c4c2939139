using System.Text.Json;
using System.Text.Json.Nodes;
using Isaa.Chains.Formats;
using Isaa.Chains.Nodes;
using Isaa.Diagnostics;
using Isaa.Jobs.Steps;

namespace Isaa.Chains.Text;

/// <summary>Reads nodes that hold no others.</summary>
/// <param name="cursor">The place in the text.</param>
/// <param name="models">The models that were declared before the chain.</param>
internal sealed class LeafParser(TextCursor cursor, IReadOnlyDictionary<string, JsonElement> models)
{
    private const string Node = "a node: an agent's name, fn:NAME, tool:NAME, chain:NAME, CF(MODEL), IS(…) or '('";

    private readonly ConditionParser _conditions = new(cursor);

    /// <summary>The name of a branch, as in <c>name=node</c>; null when none stands here.</summary>
    public string? TryBranchName()
    {
        var start = cursor.Position;
        var name = cursor.Current == '"' ? cursor.String() : cursor.TryName();
        cursor.SkipBlank();
        if (!string.IsNullOrWhiteSpace(name) && cursor.Current == '=' && !cursor.Sees("==") && !cursor.Sees("=>"))
        {
            _ = cursor.TryTake("=");
            return name;
        }

        cursor.Return(start);
        return null;
    }

    public bool SeesBranchName()
    {
        var start = cursor.Position;
        var sees = TryBranchName() is not null;
        cursor.Return(start);
        return sees;
    }

    public ChainNode Read()
    {
        if (cursor.Current == '"')
        {
            throw cursor.Unexpected(Node, "A text may stand only as an alternative after |; a name in quotes needs its kind, such as agent:\"name\".");
        }

        var start = cursor.Position;
        var word = cursor.TryName() ?? throw cursor.Unexpected(Node);
        var isPrefix = cursor.Current == ':';
        cursor.SkipBlank();
        return isPrefix ? ReadPrefixed(word, start) : word switch
        {
            ChainWords.Format => ReadFormat(),
            ChainWords.Condition => _conditions.Read(),
            ChainWords.Approval => ReadWait(isApproval: true),
            ChainWords.Signal => ReadWait(isApproval: false),
            _ => ReadAgent(word),
        };
    }

    private ChainNode ReadPrefixed(string prefix, int start)
    {
        _ = cursor.TryTake(":");
        switch (prefix)
        {
            case ChainWords.Agent:
                return ReadAgent(cursor.Name("the agent's name"));
            case ChainWords.Function:
                return new FunctionNode { Function = ReadVersion(cursor.Name("the function's name")), Kind = ReadKind() };
            case ChainWords.Tool:
                return new ToolNode { Tool = cursor.Name("the tool's name"), Arguments = ReadArguments() };
            case ChainWords.Chain:
                return new ReferenceNode { Chain = ReadVersion(cursor.Name("the chain's name")) };
            case ChainWords.Model:
                throw cursor.Error("chain_syntax", "Models stand before the chain.", start);
            default:
                throw cursor.Error("chain_syntax", $"'{prefix}:' is no kind of node.{NearestNames.Hint(prefix, ChainWords.Prefixes)}", start);
        }
    }

    private AgentNode ReadAgent(string name)
    {
        var agent = ReadVersion(name);
        if (!cursor.TryTake("("))
        {
            return new AgentNode { Agent = agent };
        }

        if (cursor.Current != '"')
        {
            throw cursor.Unexpected("what the agent is to look at, in double quotes", $"A function is called fn:{agent}, a tool tool:{agent}(…).");
        }

        var focus = cursor.String();
        cursor.SkipBlank();
        cursor.Take(")", "')' after what the agent is to look at");
        return new AgentNode { Agent = agent, Focus = focus };
    }

    private string ReadVersion(string name)
    {
        if (!cursor.TryTake("@"))
        {
            return name;
        }

        var version = cursor.TryNumber() ?? throw cursor.Unexpected("a version's number after @");
        cursor.SkipBlank();
        return $"{name}@{version}";
    }

    private StepKind? ReadKind()
    {
        if (!cursor.TryTake("("))
        {
            return null;
        }

        var start = cursor.Position;
        var word = cursor.Name("repeatable, reconcilable or once_only");
        var kind = Array.Find(Enum.GetValues<StepKind>(), k => Word(k) == word);
        if (Word(kind) != word)
        {
            throw cursor.Error("chain_syntax", $"'{word}' is no class of steps.{NearestNames.Hint(word, Enum.GetValues<StepKind>().Select(Word))}", start);
        }

        cursor.Take(")", "')' after the class of steps");
        return kind;
    }

    /// <summary>How a class of steps is written.</summary>
    public static string Word(StepKind kind) => kind switch
    {
        StepKind.Repeatable => "repeatable",
        StepKind.Reconcilable => "reconcilable",
        _ => "once_only",
    };

    private JsonElement? ReadArguments()
    {
        if (!cursor.TryTake("("))
        {
            return null;
        }

        var arguments = new JsonObject();
        while (!cursor.Sees(")"))
        {
            var start = cursor.Position;
            var name = cursor.Name("an argument's name, or ')'");
            cursor.Take("=", $"'=' and the value of the argument '{name}'");
            if (!arguments.TryAdd(name, JsonNode.Parse(cursor.Json().GetRawText())))
            {
                throw cursor.Error("chain_syntax", $"The argument '{name}' is there twice.", start);
            }

            if (!cursor.TryTake(","))
            {
                break;
            }
        }

        cursor.Take(")", "',' and another argument, or ')'");
        return JsonSerializer.SerializeToElement(arguments);
    }

    private FormatNode ReadFormat()
    {
        cursor.Take("(", "'(' and the model's name");
        var start = cursor.Position;
        var model = cursor.Name("the model's name");
        var schema = cursor.TryTake(":") ? cursor.Json() : Known(model, start);
        string? formatter = null;
        if (cursor.TryTake(","))
        {
            formatter = ReadVersion(cursor.Name("the agent that formats"));
        }

        cursor.Take(")", "',' and the agent that formats, or ')'");
        var format = new FormatNode { Model = model, Schema = schema, Formatter = formatter };
        if (cursor.Current != '-' || cursor.Sees("->"))
        {
            return format;
        }

        _ = cursor.TryTake("-");
        var place = cursor.Position;
        var fields = ReadFields();
        return cursor.At(place, () => Extraction.Take(format, fields));
    }

    private List<string> ReadFields()
    {
        var isList = cursor.TryTake("(");
        var fields = new List<string>();
        do
        {
            if (cursor.Current != '"')
            {
                throw cursor.Unexpected("a field in double quotes, such as \"name\", \"items[n]\" or \"*\"");
            }

            fields.Add(cursor.String());
            cursor.SkipBlank();
        }
        while (isList && cursor.TryTake(","));

        if (isList)
        {
            cursor.Take(")", "',' and another field, or ')'");
        }

        return fields;
    }

    private JsonElement Known(string model, int start) => models.TryGetValue(model, out var schema)
        ? schema
        : throw cursor.Error(
            "model_unknown", $"There is no model '{model}'.{NearestNames.Hint(model, models.Keys)} Declare it before the chain: model:{model}(field: str).", start);

    private WaitNode ReadWait(bool isApproval)
    {
        cursor.Take("(", "'(' and the signal's name");
        var signal = cursor.Name("the signal's name");
        TimeSpan? timeout = null;
        if (cursor.TryTake(","))
        {
            if (!cursor.TryWord(ChainWords.Timeout))
            {
                throw cursor.Unexpected("'timeout' and a time, for example: timeout 2h30m");
            }

            timeout = ChainWords.ReadTime(cursor);
        }

        cursor.Take(")", "', timeout TIME' or ')'");
        return new WaitNode { Signal = signal, IsApproval = isApproval, Timeout = timeout };
    }
}
