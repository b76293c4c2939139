using System.Text.Json;
using Isaa.Schemas.Formats;
using Isaa.Schemas.Keywords.Objects;
using Isaa.Schemas.Keywords.Values;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Compiling;

/// <summary>Reads the keywords that look at a value alone.</summary>
internal static class ValueReader
{
    private static readonly (string Keyword, bool IsUpper, bool IsExclusive)[] Limits =
        [("minimum", false, false), ("exclusiveMinimum", false, true), ("maximum", true, false), ("exclusiveMaximum", true, true)];

    public static IEnumerable<Keyword> Read(SchemaReader reader)
    {
        if (reader.TryGet("type", out var type) && Types(reader, type) is { } types)
        {
            yield return new TypeKeyword(reader.At("type"), types);
        }

        if (reader.TryGet("enum", JsonValueKind.Array, "a list of values", out var allowed))
        {
            yield return new EnumKeyword(reader.At("enum"), [.. allowed.EnumerateArray()]);
        }

        if (reader.TryGet("const", out var only))
        {
            yield return new EnumKeyword(reader.At("const"), [only]);
        }

        foreach (var (keyword, isUpper, isExclusive) in Limits)
        {
            if (reader.TryGet(keyword, JsonValueKind.Number, "a number", out var limit))
            {
                yield return new NumberLimit(reader.At(keyword), limit, isUpper, isExclusive);
            }
        }

        if (reader.TryGet("multipleOf", JsonValueKind.Number, "a number above 0", out var divisor))
        {
            if (ExactNumber.Read(divisor).IsPositive)
            {
                yield return new MultipleOf(reader.At("multipleOf"), divisor);
            }
            else
            {
                reader.Fault("multipleOf", $"must be above 0, not {divisor.GetRawText()}");
            }
        }

        if (reader.TryGet("pattern", JsonValueKind.String, "a regular expression", out var text)
            && reader.Compiler.Pattern(text.GetString()!, reader.At("pattern")) is { } pattern)
        {
            yield return new PatternKeyword(reader.At("pattern"), pattern);
        }

        if (reader.TryGet("required", out var required) && reader.Names("required", required) is { } names)
        {
            yield return new RequiredKeyword(reader.At("required"), names);
        }
    }

    public static IEnumerable<Keyword> ReadFormat(SchemaReader reader)
    {
        if (reader.TryGet("format", JsonValueKind.String, "a name", out var format)
            && reader.Compiler.AssertsFormats(reader.Resource)
            && FormatCatalog.Find(format.GetString()!) is { } accepts)
        {
            yield return new FormatKeyword(reader.At("format"), format.GetString()!, accepts);
        }
    }

    private static IReadOnlyList<string>? Types(SchemaReader reader, JsonElement type)
    {
        var types = type.ValueKind == JsonValueKind.String ? [type.GetString()!] : reader.Names("type", type);
        var unknown = types?.Except(TypeKeyword.Known).ToList();
        if (unknown is { Count: > 0 })
        {
            reader.Fault("type", $"names {JsonText.Names(unknown)}; known are {string.Join(", ", TypeKeyword.Known)}");
            return null;
        }

        return types;
    }
}
