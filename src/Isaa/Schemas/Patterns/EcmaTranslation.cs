using System.Globalization;
using System.Text;

namespace Isaa.Schemas.Patterns;

/// <summary>Writes an ECMA 262 pattern as a .NET pattern of the same meaning.</summary>
internal sealed class EcmaTranslation(string pattern)
{
    private const string Spaces = @"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";
    private const string AnyCharacter = @"(?:[\ud800-\udbff][\udc00-\udfff]|[^\n\r\u2028\u2029])";

    private readonly StringBuilder _out = new();
    private int _at;

    public string Translate()
    {
        while (_at < pattern.Length)
        {
            var c = pattern[_at];
            switch (c)
            {
                case '\\':
                    Escape();
                    break;
                case '[':
                    Class();
                    break;
                case '$':
                    _out.Append(@"\z");
                    _at++;
                    break;
                case '.':
                    _out.Append(AnyCharacter);
                    _at++;
                    break;
                case '(' when pattern.AsSpan(_at).StartsWith("(?"):
                    Group();
                    break;
                default:
                    Literal();
                    break;
            }
        }

        return _out.ToString();
    }

    /// <summary>A character as it is; one beyond the basic plane as one unit that can be repeated.</summary>
    private void Literal()
    {
        if (char.IsHighSurrogate(pattern[_at]) && _at + 1 < pattern.Length && char.IsLowSurrogate(pattern[_at + 1]))
        {
            _out.Append("(?:").Append(pattern, _at, 2).Append(')');
            _at += 2;
            return;
        }

        // .NET reads # and white space as they are, for the pattern is not in its extended mode.
        _out.Append(pattern[_at++]);
    }

    private void Group()
    {
        string[] allowed = ["(?:", "(?=", "(?!", "(?<=", "(?<!"];
        var opening = Array.Find(allowed, open => pattern.AsSpan(_at).StartsWith(open, StringComparison.Ordinal));
        if (opening is null && !pattern.AsSpan(_at).StartsWith("(?<", StringComparison.Ordinal))
        {
            throw new ArgumentException($"unknown group at {_at} of {pattern}");
        }

        opening ??= "(?<";
        _out.Append(opening);
        _at += opening.Length;
    }

    private void Escape()
    {
        var c = _at + 1 < pattern.Length ? pattern[_at + 1] : throw new ArgumentException($"\\ at the end of {pattern}");
        switch (c)
        {
            case 'b' or 'B':
                // Word characters of ECMA are ASCII, so .NET's own word boundary does not fit.
                _out.Append(c == 'b'
                    ? "(?:(?<=[a-zA-Z0-9_])(?![a-zA-Z0-9_])|(?<![a-zA-Z0-9_])(?=[a-zA-Z0-9_]))"
                    : "(?:(?<=[a-zA-Z0-9_])(?=[a-zA-Z0-9_])|(?<![a-zA-Z0-9_])(?![a-zA-Z0-9_]))");
                _at += 2;
                break;
            case 'k' or (>= '1' and <= '9'):
                _out.Append('\\').Append(c);
                _at += 2;
                break;
            default:
                var (member, isSet) = Member();
                _out.Append(isSet ? $"[{member}]" : member.Length == 2 && char.IsHighSurrogate(member[0]) ? $"(?:{member})" : Quote(member));
                break;
        }
    }

    private void Class()
    {
        var isNegated = pattern.AsSpan(_at).StartsWith("[^");
        _at += isNegated ? 2 : 1;
        var members = new StringBuilder();
        var beyond = new List<string>();
        while (_at < pattern.Length && pattern[_at] != ']')
        {
            ClassMember(members, beyond);
        }

        if (_at++ >= pattern.Length)
        {
            throw new ArgumentException($"[ without ] in {pattern}");
        }

        _out.Append((isNegated, members.Length, beyond.Count) switch
        {
            (false, 0, 0) => "(?!)",
            (true, 0, 0) => @"[\s\S]",
            (false, _, 0) => $"[{members}]",
            (true, _, 0) => $@"(?:[\ud800-\udbff][\udc00-\udfff]|[^{members}])",
            (false, 0, _) => $"(?:{string.Join('|', beyond)})",
            (false, _, _) => $"(?:[{members}]|{string.Join('|', beyond)})",
            (true, 0, _) => $@"(?!{string.Join('|', beyond)})(?:[\ud800-\udbff][\udc00-\udfff]|[\s\S])",
            _ => $@"(?!{string.Join('|', beyond)})(?:[\ud800-\udbff][\udc00-\udfff]|[^{members}])",
        });
    }

    private void ClassMember(StringBuilder members, List<string> beyond)
    {
        var (first, isSet) = Member();
        if (!isSet && _at + 1 < pattern.Length && pattern[_at] == '-' && pattern[_at + 1] != ']')
        {
            _at++;
            var (last, isLastSet) = Member();
            if (isLastSet)
            {
                throw new ArgumentException($"a range that ends in a set in {pattern}");
            }

            Range(CodeOf(first), CodeOf(last), members, beyond);
            return;
        }

        if (isSet)
        {
            members.Append(first);
        }
        else
        {
            var code = CodeOf(first);
            Range(code, code, members, beyond);
        }
    }

    private void Range(int first, int last, StringBuilder members, List<string> beyond)
    {
        if (first > last)
        {
            throw new ArgumentException($"a range out of order in {pattern}");
        }

        if (first <= char.MaxValue)
        {
            members.Append(Unit(first)).Append('-').Append(Unit(Math.Min(last, char.MaxValue)));
        }

        // Beyond the basic plane a range is an alternative per leading half.
        for (var code = Math.Max(first, 0x10000); code <= last;)
        {
            var pair = char.ConvertFromUtf32(code);
            var end = Math.Min(last, code | 0x3FF);
            beyond.Add($"{Unit(pair[0])}[{Unit(pair[1])}-{Unit(char.ConvertFromUtf32(end)[1])}]");
            code = end + 1;
        }
    }

    /// <summary>One character, or the inside of a .NET class, at the current place.</summary>
    private (string Text, bool IsSet) Member()
    {
        if (pattern[_at] != '\\')
        {
            var length = char.IsHighSurrogate(pattern[_at]) && _at + 1 < pattern.Length && char.IsLowSurrogate(pattern[_at + 1]) ? 2 : 1;
            _at += length;
            return (pattern.Substring(_at - length, length), false);
        }

        var c = _at + 1 < pattern.Length ? pattern[_at + 1] : throw new ArgumentException($"\\ at the end of {pattern}");
        _at += 2;
        return c switch
        {
            'd' => ("0-9", true),
            'D' => (@"\u0000-/:-\uffff", true),
            'w' => ("a-zA-Z0-9_", true),
            'W' => (@"\u0000-/:-@\[-\^`\{-\uffff", true),
            's' => (Spaces, true),
            'S' => (@"\u0000-\u0008\u000e-\u001f!-\u009f\u00a1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ufefe\uff00-\uffff", true),
            'p' or 'P' => (UnicodeProperty.Translate(Braced(), isNegated: c == 'P'), true),
            'f' => ("\f", false),
            'n' => ("\n", false),
            'r' => ("\r", false),
            't' => ("\t", false),
            'v' => ("\v", false),
            'b' => ("\b", false),
            '0' => ("\0", false),
            'c' => (((char)(Next() % 32)).ToString(), false),
            'x' => (Hex(2), false),
            'u' => (CodePoint(), false),
            _ when char.IsAsciiLetterOrDigit(c) => throw new ArgumentException($"unknown escape \\{c} in {pattern}"),
            _ => (c.ToString(), false),
        };
    }

    private char Next() => _at < pattern.Length && char.IsAsciiLetter(pattern[_at])
        ? pattern[_at++]
        : throw new ArgumentException($"\\c without a letter in {pattern}");

    private string Hex(int length)
    {
        if (_at + length > pattern.Length || !int.TryParse(pattern.AsSpan(_at, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            throw new ArgumentException($"{length} hexadecimal digits are missing in {pattern}");
        }

        _at += length;
        return ((char)code).ToString();
    }

    private string CodePoint()
    {
        if (_at < pattern.Length && pattern[_at] == '{')
        {
            return int.TryParse(Braced(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code <= 0x10FFFF
                ? code is >= 0xD800 and <= 0xDFFF ? ((char)code).ToString() : char.ConvertFromUtf32(code)
                : throw new ArgumentException($"an unknown code point in {pattern}");
        }

        var first = Hex(4);
        return char.IsHighSurrogate(first[0]) && pattern.AsSpan(_at).StartsWith(@"\u") && _at + 2 < pattern.Length && pattern[_at + 2] != '{'
            ? first + SecondHalf()
            : first;
    }

    private string SecondHalf()
    {
        _at += 2;
        return Hex(4);
    }

    private string Braced()
    {
        var end = _at < pattern.Length && pattern[_at] == '{' ? pattern.IndexOf('}', _at) : -1;
        if (end < 0)
        {
            throw new ArgumentException($"{{…}} is missing in {pattern}");
        }

        var inside = pattern[(_at + 1)..end];
        _at = end + 1;
        return inside;
    }

    private static int CodeOf(string character) => character.Length == 2 ? char.ConvertToUtf32(character[0], character[1]) : character[0];

    private static string Quote(string text) => System.Text.RegularExpressions.Regex.Escape(text);

    private static string Unit(int code) => string.Create(CultureInfo.InvariantCulture, $"\\u{code:x4}");
}
