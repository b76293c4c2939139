using System.Globalization;
using System.Text;
using Isaa.Diagnostics;

namespace Isaa.Tools.BuiltIn.Files;

/// <summary>Decodes a file's bytes and cuts the asked lines out of the text.</summary>
internal static class TextWindow
{
    private static readonly (byte[] Magic, string Name)[] Kinds =
    [
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "PNG image"), ([0xff, 0xd8, 0xff], "JPEG image"), ("GIF8"u8.ToArray(), "GIF image"),
        ("%PDF"u8.ToArray(), "PDF document"), ("PK\u0003\u0004"u8.ToArray(), "ZIP archive (also office documents)"), ([0x1f, 0x8b], "gzip archive"),
        ([0x7f, (byte)'E', (byte)'L', (byte)'F'], "ELF program"), ("SQLite format 3"u8.ToArray(), "SQLite database"), ("BZh"u8.ToArray(), "bzip2 archive"),
        ([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "xz archive"), ([0x28, 0xb5, 0x2f, 0xfd], "zstd archive"), ("RIFF"u8.ToArray(), "RIFF media"),
        ("OggS"u8.ToArray(), "Ogg media"), ("ID3"u8.ToArray(), "MP3 audio"), ("MZ"u8.ToArray(), "Windows program"),
    ];

    /// <summary>The text of a file.</summary>
    /// <exception cref="IsaaException"><c>file_binary</c> when it is none.</exception>
    public static string Decode(string path, ReadOnlySpan<byte> content)
    {
        if (content.StartsWith(Encoding.Unicode.Preamble) && content.Length % 2 == 0)
        {
            return Encoding.Unicode.GetString(content[2..]);
        }

        if (content.StartsWith(Encoding.BigEndianUnicode.Preamble) && content.Length % 2 == 0)
        {
            return Encoding.BigEndianUnicode.GetString(content[2..]);
        }

        if (IsBinary(content))
        {
            throw new IsaaException(
                "file_binary",
                string.Create(CultureInfo.InvariantCulture, $"'{path}' is no text but {KindOf(content)} of {content.Length:N0} bytes. Use a script to work on it."));
        }

        return Encoding.UTF8.GetString(content.StartsWith(Encoding.UTF8.Preamble) ? content[3..] : content);
    }

    /// <summary>The lines from one to another, and a mark when some of them had to be left out.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="first">The first line, from 1.</param>
    /// <param name="column">The first character of that line, from 1.</param>
    /// <param name="last">The last line; null for the end.</param>
    /// <param name="most">How many characters at most.</param>
    public static string Cut(string text, int first, int column, int? last, int most)
    {
        var lines = CountLines(text);
        if (first < 1 || column < 1 || last < first || (first > lines && text.Length > 0))
        {
            throw new IsaaException("invalid_arguments", $"Lines {first} to {(last is { } to ? to : "the end")} from column {column} are no part of a file with {lines} lines; lines and columns count from 1.");
        }

        var start = Math.Min(OffsetOf(text, first) + column - 1, text.Length);
        var end = last is { } stop && stop < lines ? OffsetOf(text, stop + 1) : text.Length;
        end = Math.Max(start, end);
        if (end - start <= most)
        {
            return text.Length == 0 ? "(the file is empty)" : text[start..end];
        }

        var newline = text.LastIndexOf('\n', start + most - 1, most);
        var cut = newline < start ? start + most : newline + 1;
        var nextLine = first + text.AsSpan(start, cut - start).Count('\n');
        var goOn = newline < start
            ? $"startLine={nextLine} and startColumn={column + most}"
            : $"startLine={nextLine}";
        return text[start..cut] + string.Create(
            CultureInfo.InvariantCulture,
            $"\n[… cut here: {end - cut:N0} of {end - start:N0} characters left out; the file has {lines:N0} lines. Read on with {goOn} …]");
    }

    /// <summary>How many lines a text has; a newline at the end starts no new one.</summary>
    public static int CountLines(ReadOnlySpan<char> text) => text.Count('\n') + (text.Length > 0 && text[^1] != '\n' ? 1 : 0);

    private static int OffsetOf(string text, int line)
    {
        var offset = 0;
        for (var i = 1; i < line; i++)
        {
            var newline = text.IndexOf('\n', offset);
            if (newline < 0)
            {
                return text.Length;
            }

            offset = newline + 1;
        }

        return offset;
    }

    private static bool IsBinary(ReadOnlySpan<byte> content)
    {
        var sample = content[..Math.Min(content.Length, 8 * 1024)];
        if (sample.Contains((byte)0))
        {
            return true;
        }

        var bad = 0;
        for (var rest = sample; !rest.IsEmpty;)
        {
            var status = Rune.DecodeFromUtf8(rest, out _, out var used);
            bad += status == System.Buffers.OperationStatus.InvalidData ? 1 : 0;
            rest = rest[used..];
        }

        return bad > sample.Length / 10;
    }

    private static string KindOf(ReadOnlySpan<byte> content)
    {
        foreach (var (magic, name) in Kinds)
        {
            if (content.StartsWith(magic))
            {
                return $"a {name}";
            }
        }

        return "binary content of an unknown kind";
    }
}
