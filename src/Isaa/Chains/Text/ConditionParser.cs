using System.Text.Json;
using Isaa.Chains.Conditions;
using Isaa.Chains.Nodes;
using Isaa.Chains.Values;

namespace Isaa.Chains.Text;

/// <summary>Reads what stands in <c>IS(…)</c>: a place in the data, and how it is compared.</summary>
/// <param name="cursor">The place in the text.</param>
internal sealed class ConditionParser(TextCursor cursor)
{
    private static readonly (string Sign, ChainComparison Comparison)[] Signs =
    [
        ("==", ChainComparison.Equal), ("!=", ChainComparison.NotEqual), (">=", ChainComparison.AtLeast), ("<=", ChainComparison.AtMost),
        (">", ChainComparison.GreaterThan), ("<", ChainComparison.LessThan), (",", ChainComparison.Equal),
    ];

    private static readonly (string Sign, ChainComparison Comparison)[] Words =
    [
        ("contains", ChainComparison.Contains), ("in", ChainComparison.OneOf), ("exists", ChainComparison.Exists),
    ];

    private static readonly JsonElement True = JsonElement.Parse("true");

    /// <summary>How a comparison is written.</summary>
    public static string Sign(ChainComparison comparison) =>
        Signs.Concat(Words).First(s => s.Comparison == comparison).Sign;

    public ConditionNode Read()
    {
        cursor.Take("(", "'(' and what is asked, for example IS(level == \"high\")");
        var node = cursor.TryTake("fn:")
            ? new ConditionNode { Key = cursor.Name("the predicate's name"), Comparison = ChainComparison.Predicate }
            : ReadComparison();
        cursor.Take(")", "')' after the condition");
        return node;
    }

    private ConditionNode ReadComparison()
    {
        var start = cursor.Position;
        var key = cursor.Current == '"' ? cursor.String() : ReadPath();
        _ = cursor.At(start, () => ChainPath.Parse(key));
        cursor.SkipBlank();
        if (cursor.Sees(")"))
        {
            return new ConditionNode { Key = key, Value = True };
        }

        if (ReadSign() is not { } comparison)
        {
            throw cursor.Unexpected("==, !=, >, >=, <, <=, contains, in, exists or ')'", cursor.Sees("=") ? "Equal is written ==." : null);
        }

        if (comparison == ChainComparison.Exists)
        {
            return new ConditionNode { Key = key, Comparison = comparison };
        }

        var place = cursor.Position;
        var value = ReadValue();
        Check(comparison, value, place);
        return new ConditionNode { Key = key, Comparison = comparison, Value = value };
    }

    private string ReadPath()
    {
        var start = cursor.Position;
        var path = cursor.TryPath();
        return path.Length > 0 ? path : throw cursor.Error("chain_syntax", "Expected is a place in the data, such as status or items[0].name; other names stand in double quotes.", start);
    }

    private ChainComparison? ReadSign()
    {
        foreach (var (sign, comparison) in Signs)
        {
            if (cursor.TryTake(sign))
            {
                return comparison;
            }
        }

        foreach (var (word, comparison) in Words)
        {
            if (cursor.TryWord(word))
            {
                return comparison;
            }
        }

        return null;
    }

    // A bare word is a text, as in IS(level == high).
    private JsonElement ReadValue()
    {
        var start = cursor.Position;
        if (cursor.TryName() is not { } word)
        {
            return cursor.Json();
        }

        if (word is "true" or "false" or "null")
        {
            cursor.Return(start);
            return cursor.Json();
        }

        cursor.SkipBlank();
        return JsonSerializer.SerializeToElement(word);
    }

    private void Check(ChainComparison comparison, JsonElement value, int place)
    {
        if (comparison == ChainComparison.OneOf && (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0))
        {
            throw cursor.Error("chain_syntax", "After 'in' stands a list of values: IS(level in [\"high\", \"urgent\"]).", place);
        }

        if (comparison is ChainComparison.GreaterThan or ChainComparison.AtLeast or ChainComparison.LessThan or ChainComparison.AtMost
            && value.ValueKind != JsonValueKind.Number)
        {
            throw cursor.Error("chain_syntax", "Greater and less compare with a number.", place);
        }
    }
}
