using Isaa.Chains.Conditions;
using Isaa.Chains.Nodes;
using Isaa.Chains.Values;
using Isaa.Diagnostics;

namespace Isaa.Chains.Formats;

/// <summary>Which fields a format takes out.</summary>
internal static class Extraction
{
    public const string All = "*";
    public const string Each = "[n]";

    /// <summary>A format that takes fields out.</summary>
    /// <exception cref="IsaaException"><c>chain_invalid</c> or <c>field_unknown</c>.</exception>
    public static FormatNode Take(FormatNode format, IReadOnlyList<string> fields)
    {
        if (format.Fields.Count > 0)
        {
            throw Invalid(format, $"takes {string.Join(", ", format.Fields)} already; name all fields at once: - (\"a\", \"b\")");
        }

        if (fields.Count == 0 || fields.Any(string.IsNullOrWhiteSpace))
        {
            throw Invalid(format, "takes a field without a name; name one, several, or * for all");
        }

        var isEach = fields[0].EndsWith(Each, StringComparison.Ordinal);
        if (fields.Count > 1 && fields.Any(f => f == All || f.EndsWith(Each, StringComparison.Ordinal)))
        {
            throw Invalid(format, "takes * or [n] beside other fields; either stands alone");
        }

        var taken = format with { Fields = isEach ? [fields[0][..^Each.Length]] : fields, IsEach = isEach };
        Check(taken);
        return taken;
    }

    /// <summary>Checks a format as it came from elsewhere.</summary>
    /// <exception cref="IsaaException"><c>chain_invalid</c> or <c>field_unknown</c>.</exception>
    public static void Check(FormatNode format)
    {
        foreach (var field in format.Fields.Where(f => f != All))
        {
            _ = ChainPath.Parse(field);
        }

        if (format.IsEach && (format.Fields.Count != 1 || format.Fields[0] == All))
        {
            throw Invalid(format, "maps with [n], which needs exactly one field");
        }

        SchemaChecks.CheckFields(format);
    }

    private static IsaaException Invalid(FormatNode format, string fault) => new("chain_invalid", $"CF({format.Model}) {fault}.");
}
