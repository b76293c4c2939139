using System.Text.RegularExpressions;

namespace Isaa.Schemas.Patterns;

/// <summary>A regular expression of ECMA 262 (Unicode mode). It runs in linear time where it can, else under a time limit.</summary>
internal sealed class EcmaPattern
{
    private readonly string _text;
    private readonly Regex _regex;

    private EcmaPattern(string text, Regex regex)
    {
        _text = text;
        _regex = regex;
    }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="ArgumentException">It is malformed.</exception>
    public static EcmaPattern Parse(string text, TimeSpan timeout)
    {
        var translated = new EcmaTranslation(text).Translate();
        try
        {
            return new EcmaPattern(text, new Regex(translated, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, timeout));
        }
        catch (NotSupportedException)
        {
            // Look-around and back references need the backtracking engine, and so the time limit.
            return new EcmaPattern(text, new Regex(translated, RegexOptions.CultureInvariant, timeout));
        }
    }

    /// <summary>Whether the text matches; null when that took too long to find out.</summary>
    public bool? IsMatch(string text)
    {
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    public override string ToString() => _text;
}
