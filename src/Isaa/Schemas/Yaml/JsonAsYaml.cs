using System.Globalization;
using System.Text.RegularExpressions;

namespace Isaa.Schemas.Yaml;

/// <summary>Lets JSON texts be read as YAML, which they are but for two things: tabs between tokens, and characters written as a pair of escapes.</summary>
internal static partial class JsonAsYaml
{
    /// <summary>The text as YAML; a text that is no JSON object as it is.</summary>
    public static string Read(string text) => text.AsSpan().TrimStart().StartsWith("{")
        ? SurrogatePair().Replace(
            text.Replace('\t', ' '),
            match => match.Groups["before"].Value + new string([Character(match.Groups["high"]), Character(match.Groups["low"])]))
        : text;

    private static char Character(Group digits) => (char)int.Parse(digits.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<!\\)(?<before>(?:\\\\)*)\\u(?<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?<low>[dD][c-fC-F][0-9a-fA-F]{2})")]
    private static partial Regex SurrogatePair();
}
