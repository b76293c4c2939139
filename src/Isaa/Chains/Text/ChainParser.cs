using System.Text.Json;
using Isaa.Chains.Building;
using Isaa.Chains.Nodes;

namespace Isaa.Chains.Text;

/// <summary>Reads the operators; each method one level of their order, the loosest first.</summary>
internal sealed class ChainParser
{
    private const string Operators = "an operator (>> then, + at once, % otherwise, | on failure) or the end of the chain";

    private readonly TextCursor _cursor;
    private readonly Dictionary<string, JsonElement> _models = new(StringComparer.Ordinal);
    private readonly LeafParser _leaves;
    private int _depth;

    public ChainParser(TextCursor cursor)
    {
        _cursor = cursor;
        _leaves = new LeafParser(cursor, _models);
    }

    /// <summary>Reads the whole text.</summary>
    public ChainNode Read()
    {
        _cursor.SkipBlank();
        while (_cursor.Sees(ChainWords.Model) && TryReadModel())
        {
        }

        if (_cursor.IsAtEnd)
        {
            throw _cursor.Unexpected("a node: an agent's name, fn:NAME, tool:NAME, chain:NAME, CF(MODEL), IS(…) or '('", "The chain is empty.");
        }

        var root = ReadFallback();
        return _cursor.IsAtEnd ? Unnamed(root).Node : throw _cursor.Unexpected(Operators, Slip());
    }

    private bool TryReadModel()
    {
        if (!_cursor.TryTake("model:"))
        {
            return false;
        }

        var start = _cursor.Position;
        var name = _cursor.Name("the model's name");
        var schema = _cursor.Current == '{' ? _cursor.Json() : ModelText.Read(_cursor, _models);
        return _models.TryAdd(name, schema) ? true : throw _cursor.Error("chain_syntax", $"The model '{name}' is there twice.", start);
    }

    private ParsedNode ReadFallback()
    {
        var first = ReadTogether();
        if (_cursor.Current != '|')
        {
            return first;
        }

        var alternatives = new List<ChainNode>();
        if (first is { IsOperator: true, Node: FallbackNode open })
        {
            alternatives.AddRange(open.Alternatives);
        }
        else
        {
            alternatives.Add(Unnamed(first).Node);
        }

        while (TryOperator("|"))
        {
            alternatives.Add(IsText() ? ReadText() : Unnamed(ReadTogether()).Node);
        }

        return new ParsedNode(new FallbackNode { Alternatives = alternatives }, first.Position, IsOperator: true);
    }

    private ParsedNode ReadTogether() => ReadBranches("&", ReadSequence);

    private ParsedNode ReadSequence()
    {
        var first = ReadBeside();
        if (!_cursor.Sees(">>"))
        {
            return first;
        }

        var steps = new List<ChainNode> { Unnamed(first).Node };
        while (TryOperator(">>"))
        {
            var next = Unnamed(ReadBeside());
            _cursor.At(next.Position, () =>
            {
                Junctions.Check(steps[^1], next.Node);
                return true;
            });
            steps.Add(next.Node);
        }

        return new ParsedNode(new SequenceNode { Steps = steps }, first.Position, IsOperator: true);
    }

    private ParsedNode ReadBeside() => ReadBranches("+", ReadOtherwise);

    private ParsedNode ReadBranches(string sign, Func<ParsedNode> readOne)
    {
        var first = readOne();
        if (!_cursor.Sees(sign))
        {
            return first;
        }

        var branches = new List<ParallelBranch>(BranchesOf(first));
        while (TryOperator(sign))
        {
            branches.AddRange(BranchesOf(readOne()));
        }

        return new ParsedNode(new ParallelNode { Branches = branches }, first.Position, IsOperator: true);
    }

    private ParsedNode ReadOtherwise()
    {
        var left = ReadNamed();
        while (TryOperator("%"))
        {
            var right = Unnamed(ReadNamed());
            left = new ParsedNode(new ElseNode { Left = Unnamed(left).Node, Right = right.Node }, left.Position, IsOperator: true);
        }

        return left;
    }

    /// <summary>A node, or <c>name=node</c>.</summary>
    private ParsedNode ReadNamed()
    {
        var start = _cursor.Position;
        var name = _leaves.TryBranchName();
        var node = ReadOne();
        return name is null ? node : node with { Name = name, Position = start };
    }

    private ParsedNode ReadOne()
    {
        var start = _cursor.Position;
        if (++_depth > Chain.MaxDepth)
        {
            throw _cursor.Error("chain_too_large", $"The chain's groups lie more than {Chain.MaxDepth} deep. Take parentheses away, or make parts of it chains of their own.", start);
        }

        var node = _cursor.TryTake("(") ? ReadGroup(start)
            : _cursor.TryWord(ChainWords.All) ? new ParsedNode(ReadAll(), start)
            : _cursor.TryWord(ChainWords.First) ? new ParsedNode(new FallbackNode { Alternatives = ReadList(ReadAlternative) }, start)
            : _cursor.TryWord(ChainWords.Repeat) ? new ParsedNode(ReadRepeat(start), start)
            : new ParsedNode(_leaves.Read(), start);
        _depth--;
        return node;
    }

    // One pair of parentheses around operators only groups; around anything else, and a second pair, it is a sequence of one.
    private ParsedNode ReadGroup(int start)
    {
        var inner = Unnamed(ReadFallback());
        Close("the parenthesis", start);
        return inner is { IsOperator: true, IsGrouped: false }
            ? inner with { Position = start, IsGrouped = true }
            : new ParsedNode(new SequenceNode { Steps = [inner.Node] }, start);
    }

    private ParallelNode ReadAll() => new()
    {
        Branches = ReadList(() =>
        {
            var one = ReadFallback();
            return new ParallelBranch { Name = one.Name, Node = one.Node };
        }),
    };

    private ChainNode ReadAlternative() => IsText() ? ReadText() : Unnamed(ReadFallback()).Node;

    private List<T> ReadList<T>(Func<T> readOne)
    {
        var start = _cursor.Position;
        _cursor.Take("(", "'('");
        var list = new List<T>();
        do
        {
            list.Add(readOne());
        }
        while (_cursor.TryTake(","));

        Close("the list", start);
        return list;
    }

    private RepeatNode ReadRepeat(int start)
    {
        _cursor.Take("(", "'(' and the chain to repeat");
        var body = Unnamed(ReadFallback()).Node;
        _cursor.Take(",", "', until IS(…), max N' after the chain to repeat");
        if (!_cursor.TryWord(ChainWords.Until))
        {
            throw _cursor.Unexpected("'until' and a condition, for example: until IS(done)");
        }

        if (_leaves.Read() is not ConditionNode until)
        {
            throw _cursor.Error("chain_syntax", "After 'until' stands a condition: until IS(…).", start);
        }

        _cursor.Take(",", "', max N', for a loop needs an end");
        var place = _cursor.Position;
        if (!_cursor.TryWord(ChainWords.Max) || _cursor.TryNumber() is not { } number || !int.TryParse(number, out var max) || max is < 1 or > RepeatNode.MostRounds)
        {
            throw _cursor.Error("chain_syntax", $"Expected is 'max' and a number of rounds from 1 to {RepeatNode.MostRounds}.", place);
        }

        _cursor.SkipBlank();
        Close("repeat(…)", start);
        return new RepeatNode { Body = body, Until = until, Max = max };
    }

    // The name of a branch may stand in quotes too.
    private bool IsText() => _cursor.Current == '"' && !_leaves.SeesBranchName();

    private TextNode ReadText()
    {
        var text = new TextNode { Text = _cursor.String() };
        _cursor.SkipBlank();
        return text;
    }

    private void Close(string what, int start)
    {
        if (!_cursor.TryTake(")"))
        {
            throw _cursor.IsAtEnd
                ? _cursor.Error("chain_syntax", $"There is no ')' for {what} that begins here.", start)
                : _cursor.Unexpected("an operator, ',' or ')'", Slip());
        }
    }

    private bool TryOperator(string sign)
    {
        if (!_cursor.Sees(sign) || (sign != ">>" && _cursor.Sees(sign + sign)))
        {
            return false;
        }

        return _cursor.TryTake(sign);
    }

    private ParsedNode Unnamed(ParsedNode node) => node.Name is null
        ? node
        : throw _cursor.Error("chain_syntax", $"Only a branch of a parallel group has a name; '{node.Name}=' stands before something else.", node.Position);

    private static IEnumerable<ParallelBranch> BranchesOf(ParsedNode parsed) => parsed is { Name: null, IsOperator: true, Node: ParallelNode parallel }
        ? parallel.Branches
        : [new ParallelBranch { Name = parsed.Name, Node = parsed.Node }];

    // What people write who come from elsewhere.
    private string? Slip() =>
        _cursor.Sees("->") || _cursor.Sees("=>") || _cursor.Sees("→") || _cursor.Sees(">") ? "Write >> for 'then'."
        : _cursor.Sees("||") ? "Write a single | for 'on failure'."
        : _cursor.Sees("&&") ? "Write + or a single & for 'at once'."
        : _cursor.Sees("?") ? "Write IS(…) >> one % other for a choice."
        : _cursor.Sees(":") ? $"Before ':' stands one of {string.Join(", ", ChainWords.Prefixes)}."
        : _cursor.Sees("-") ? "Only a CF takes fields out: CF(Model) - \"field\"."
        : _cursor.Sees(")") ? "There is no '(' for it."
        : _cursor.Sees("\"") ? "A text may stand only as an alternative after |; a name in quotes needs its kind, such as agent:\"name\"."
        : null;
}
