using System.Globalization;
using System.Text.Json;
using Isaa.Diagnostics;

namespace Isaa.Chains.Text;

/// <summary>A place in the text that moves on as words and signs are taken.</summary>
internal sealed class TextCursor(string text)
{
    private const int ShownBefore = 60;
    private const int ShownAfter = 40;

    /// <summary>Where the next character is.</summary>
    public int Position { get; private set; }

    public bool IsAtEnd => Position >= text.Length;

    /// <summary>The character at the place; NUL at the end.</summary>
    public char Current => IsAtEnd ? '\0' : text[Position];

    /// <summary>Whether a character may stand in a name that is written without quotes.</summary>
    public static bool IsInName(char c) => char.IsLetterOrDigit(c) || c == '_';

    /// <summary>Whether the whole text is a name that needs no quotes.</summary>
    public static bool IsName(string name)
    {
        var cursor = new TextCursor(name);
        return cursor.TryName() is { } read && read.Length == name.Length;
    }

    /// <summary>Passes over blanks, line ends and comments, which begin with <c>#</c>.</summary>
    public void SkipBlank()
    {
        while (!IsAtEnd)
        {
            if (Current == '#')
            {
                while (!IsAtEnd && Current != '\n')
                {
                    Position++;
                }
            }
            else if (char.IsWhiteSpace(Current))
            {
                Position++;
            }
            else
            {
                return;
            }
        }
    }

    public bool Sees(string sign) => string.CompareOrdinal(text, Position, sign, 0, sign.Length) == 0;

    /// <summary>Takes a sign and the blanks after it.</summary>
    public bool TryTake(string sign)
    {
        if (!Sees(sign))
        {
            return false;
        }

        Position += sign.Length;
        SkipBlank();
        return true;
    }

    public void Take(string sign, string expectation)
    {
        if (!TryTake(sign))
        {
            throw Unexpected(expectation);
        }
    }

    /// <summary>Takes a word that is not the beginning of a longer one, and the blanks after it.</summary>
    public bool TryWord(string word)
    {
        var end = Position + word.Length;
        return Sees(word) && (end >= text.Length || !IsInName(text[end])) && TryTake(word);
    }

    /// <summary>A name: letters, digits and underscores, and inside it single dots and hyphens. Null when there is none.</summary>
    public string? TryName()
    {
        if (IsAtEnd || !(char.IsLetter(Current) || Current == '_'))
        {
            return null;
        }

        var end = Position + 1;
        while (end < text.Length && (IsInName(text[end]) || (text[end] is '.' or '-' && end + 1 < text.Length && IsInName(text[end + 1]))))
        {
            end++;
        }

        return TakeTo(end);
    }

    /// <summary>Whether the whole text is a path that needs no quotes.</summary>
    public static bool IsPath(string path) => path.Length > 0 && new TextCursor(path).TryPath().Length == path.Length;

    /// <summary>A path such as <c>items[0].name</c>; empty when there is none.</summary>
    public string TryPath()
    {
        var end = Position;
        while (end < text.Length && (IsInName(text[end]) || text[end] is '.' or '[' or ']'))
        {
            end++;
        }

        return TakeTo(end);
    }

    /// <summary>Goes back to a place.</summary>
    public void Return(int position) => Position = position;

    /// <summary>A name, in quotes or not.</summary>
    public string Name(string expectation)
    {
        var name = Current == '"' ? String() : TryName();
        SkipBlank();
        return string.IsNullOrWhiteSpace(name) ? throw Unexpected(expectation) : name;
    }

    /// <summary>A number as it is written; null when there is none.</summary>
    public string? TryNumber()
    {
        var end = Position;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] == '.' && end > Position)))
        {
            end++;
        }

        return end == Position ? null : TakeTo(end);
    }

    /// <summary>A text in double quotes, with the escapes of JSON.</summary>
    public string String()
    {
        var start = Position;
        var end = EndOfString(start);
        try
        {
            using var document = JsonDocument.Parse(text.AsMemory(start, end - start));
            Position = end;
            return document.RootElement.GetString()!;
        }
        catch (JsonException e)
        {
            throw Error("chain_syntax", $"This text is no JSON string ({Reason(e)}). Write \\n for a line end, \\\" for a quote and \\\\ for a backslash.", start);
        }
    }

    /// <summary>A JSON value.</summary>
    public JsonElement Json()
    {
        var start = Position;
        var end = EndOfJson();
        if (end == start)
        {
            throw Unexpected("a JSON value: a text in double quotes, a number, true, false, null, an object or a list");
        }

        try
        {
            using var document = JsonDocument.Parse(text.AsMemory(start, end - start));
            Position = end;
            SkipBlank();
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw Error("chain_syntax", $"This is no JSON value ({Reason(e)}).", start);
        }
    }

    /// <summary>The error that something else stands here than was expected.</summary>
    /// <param name="expectation">What could stand here.</param>
    /// <param name="hint">A further sentence; null for none.</param>
    public ChainSyntaxException Unexpected(string expectation, string? hint = null)
    {
        var found = IsAtEnd ? "the chain ends" : $"'{FoundHere()}' stands";
        return Error("chain_syntax", $"Here {found}, but expected is {expectation}.{(hint is null ? "" : " " + hint)}", Position);
    }

    /// <summary>An error at a place, with its line and a mark under it.</summary>
    public ChainSyntaxException Error(string code, string message, int position, Exception? inner = null)
    {
        var start = position == 0 ? 0 : text.LastIndexOf('\n', Math.Min(position, text.Length) - 1) + 1;
        var line = 1 + text.AsSpan(0, start).Count('\n');
        var column = position - start + 1;
        var end = text.IndexOf('\n', start);
        var from = Math.Max(start, position - ShownBefore);
        var to = Math.Min(end < 0 ? text.Length : end, position + ShownAfter);
        var shown = text[from..Math.Max(from, to)].TrimEnd('\r').Replace('\t', ' ');
        var lead = from > start ? "…" : "";
        var mark = new string(' ', position - from + lead.Length) + '^';
        return new ChainSyntaxException(
            code, string.Create(CultureInfo.InvariantCulture, $"Line {line}, column {column}: {message}\n  {lead}{shown}\n  {mark}"), line, column, inner);
    }

    /// <summary>Runs a rule of the chain itself; what it refuses is an error at this place.</summary>
    public T At<T>(int position, Func<T> rule)
    {
        try
        {
            return rule();
        }
        catch (IsaaException e) when (e is not ChainSyntaxException)
        {
            throw Error(e.Code, e.Message, position, e);
        }
    }

    private static string Reason(JsonException e) => e.Message.Split(['.', ':'], 2)[0];

    private string FoundHere()
    {
        var length = 1;
        if (IsInName(Current))
        {
            while (length < ShownAfter && Position + length < text.Length && IsInName(text[Position + length]))
            {
                length++;
            }
        }

        return text.Substring(Position, length);
    }

    private string TakeTo(int end)
    {
        var taken = text[Position..end];
        Position = end;
        return taken;
    }

    private int EndOfString(int start)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                return i + 1;
            }

            if (text[i] == '\n')
            {
                break;
            }

            i += text[i] == '\\' ? 1 : 0;
        }

        throw Error("chain_syntax", "This text has no closing double quote on its line. Write \\n for a line end.", start);
    }

    private int EndOfJson()
    {
        var depth = 0;
        var at = Position;
        while (at < text.Length)
        {
            var c = text[at];
            if (c == '"')
            {
                at = EndOfString(at);
            }
            else if (depth > 0 || IsInName(c) || c is '{' or '[' or '-' or '.' or '+')
            {
                depth += c is '{' or '[' ? 1 : c is '}' or ']' ? -1 : 0;
                at++;
            }
            else
            {
                break;
            }

            if (depth == 0 && text[at - 1] is '"' or '}' or ']')
            {
                break;
            }
        }

        return at;
    }
}
