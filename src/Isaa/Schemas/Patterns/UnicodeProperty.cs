namespace Isaa.Schemas.Patterns;

/// <summary>Unicode properties as .NET names them: general categories, by long or short name, and a few that are made of ranges.</summary>
internal static class UnicodeProperty
{
    private static readonly Dictionary<string, string> Categories = new(StringComparer.Ordinal)
    {
        ["Letter"] = "L",
        ["Uppercase_Letter"] = "Lu",
        ["Lowercase_Letter"] = "Ll",
        ["Titlecase_Letter"] = "Lt",
        ["Modifier_Letter"] = "Lm",
        ["Other_Letter"] = "Lo",
        ["Mark"] = "M",
        ["Nonspacing_Mark"] = "Mn",
        ["Spacing_Mark"] = "Mc",
        ["Enclosing_Mark"] = "Me",
        ["Number"] = "N",
        ["Decimal_Number"] = "Nd",
        ["digit"] = "Nd",
        ["Letter_Number"] = "Nl",
        ["Other_Number"] = "No",
        ["Punctuation"] = "P",
        ["punct"] = "P",
        ["Connector_Punctuation"] = "Pc",
        ["Dash_Punctuation"] = "Pd",
        ["Open_Punctuation"] = "Ps",
        ["Close_Punctuation"] = "Pe",
        ["Initial_Punctuation"] = "Pi",
        ["Final_Punctuation"] = "Pf",
        ["Other_Punctuation"] = "Po",
        ["Symbol"] = "S",
        ["Math_Symbol"] = "Sm",
        ["Currency_Symbol"] = "Sc",
        ["Modifier_Symbol"] = "Sk",
        ["Other_Symbol"] = "So",
        ["Separator"] = "Z",
        ["Space_Separator"] = "Zs",
        ["Line_Separator"] = "Zl",
        ["Paragraph_Separator"] = "Zp",
        ["Other"] = "C",
        ["Control"] = "Cc",
        ["cntrl"] = "Cc",
        ["Format"] = "Cf",
        ["Surrogate"] = "Cs",
        ["Private_Use"] = "Co",
        ["Unassigned"] = "Cn",
    };

    private static readonly Dictionary<string, (string Inside, string Outside)> Ranges = new(StringComparer.Ordinal)
    {
        ["ASCII"] = (@"\u0000-\u007f", @"\u0080-\uffff"),
        ["Any"] = (@"\u0000-\uffff", ""),
        ["Alphabetic"] = (@"\p{L}\p{Nl}", @"\P{L}"),
        ["Uppercase"] = (@"\p{Lu}", @"\P{Lu}"),
        ["Lowercase"] = (@"\p{Ll}", @"\P{Ll}"),
        ["White_Space"] = (@"\s", @"\S"),
        ["Script=Greek"] = (@"\u0370-\u03ff\u1f00-\u1fff", @"\u0000-\u036f\u0400-\u1eff\u2000-\uffff"),
        ["Script=Cyrillic"] = (@"\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f", @"\u0000-\u03ff\u0530-\u1c7f\u1c90-\u2ddf\u2e00-\ua63f\ua6a0-\uffff"),
    };

    /// <summary>The inside of a .NET character class.</summary>
    /// <exception cref="ArgumentException">The property is not known here.</exception>
    public static string Translate(string property, bool isNegated)
    {
        var name = property.Replace("General_Category=", "", StringComparison.Ordinal).Replace("gc=", "", StringComparison.Ordinal)
            .Replace("sc=", "Script=", StringComparison.Ordinal);
        var category = Categories.GetValueOrDefault(name) ?? (Categories.ContainsValue(name) ? name : null);
        if (category is not null)
        {
            return isNegated ? $@"\P{{{category}}}" : $@"\p{{{category}}}";
        }

        return Ranges.TryGetValue(name, out var range)
            ? isNegated ? range.Outside : range.Inside
            : throw new ArgumentException($"the Unicode property {property} is not known");
    }
}
