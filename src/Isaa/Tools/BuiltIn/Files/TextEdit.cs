using System.Globalization;
using System.Text;
using Isaa.Diagnostics;
using Isaa.Files;

namespace Isaa.Tools.BuiltIn.Files;

/// <summary>An exact replacement inside a file, on its bytes: everything else stays as it was, encoding errors included.</summary>
internal sealed class TextEdit(string path, byte[] content)
{
    /// <summary>The new content.</summary>
    /// <exception cref="IsaaException"><c>text_not_found</c> or <c>text_not_unique</c>, each saying what was found; <c>file_binary</c>.</exception>
    public byte[] Replace(string oldText, string newText, bool replacesAll, out int count)
    {
        var text = TextWindow.Decode(path, content);
        var places = Find(Encoding.UTF8.GetBytes(oldText));
        if (places.Count == 0 && text.Contains("\r\n", StringComparison.Ordinal) && oldText.Contains('\n', StringComparison.Ordinal))
        {
            (oldText, newText) = (WithWindowsLines(oldText), WithWindowsLines(newText));
            places = Find(Encoding.UTF8.GetBytes(oldText));
        }

        count = places.Count;
        if (count == 0)
        {
            throw new IsaaException("text_not_found", $"'{WorkspacePath.Escape(path)}' does not hold that text. {WhatThereIs(text, oldText)}");
        }

        if (count > 1 && !replacesAll)
        {
            throw new IsaaException(
                "text_not_unique",
                $"'{WorkspacePath.Escape(path)}' holds that text {count} times, at lines {Lines(places)}. Give more of the text around it, or set replaceAll.");
        }

        return Build(places, Encoding.UTF8.GetByteCount(oldText), Encoding.UTF8.GetBytes(newText));
    }

    private static string WithWindowsLines(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);

    private static string WhatThereIs(string text, string oldText)
    {
        var wanted = oldText.Split('\n').Select(static line => line.Trim()).FirstOrDefault(static line => line.Length > 0);
        if (wanted is null)
        {
            return "Read the file first.";
        }

        var similar = text.Split('\n').Index()
            .Where(line => line.Item.Trim() == wanted || (wanted.Length > 3 && line.Item.Contains(wanted, StringComparison.OrdinalIgnoreCase)))
            .Take(5)
            .Select(static line => string.Create(CultureInfo.InvariantCulture, $"line {line.Index + 1}: {line.Item.TrimEnd()}"))
            .ToList();
        return similar.Count == 0
            ? "Not even its first line occurs; read the file first."
            : $"Its first line occurs here, so the indentation or the lines after it differ:\n{string.Join('\n', similar)}";
    }

    private List<int> Find(ReadOnlySpan<byte> wanted)
    {
        var places = new List<int>();
        for (var from = 0; content.AsSpan(from).IndexOf(wanted) is >= 0 and var at; from = places[^1] + wanted.Length)
        {
            places.Add(from + at);
        }

        return places;
    }

    private string Lines(List<int> places)
    {
        var shown = places.Take(10).Select(place => (content.AsSpan(0, place).Count((byte)'\n') + 1).ToString(CultureInfo.InvariantCulture));
        return string.Join(", ", shown) + (places.Count > 10 ? ", …" : "");
    }

    private byte[] Build(List<int> places, int oldLength, byte[] replacement)
    {
        var changed = new MemoryStream(content.Length + (replacement.Length - oldLength) * places.Count);
        var from = 0;
        foreach (var place in places)
        {
            changed.Write(content, from, place - from);
            changed.Write(replacement);
            from = place + oldLength;
        }

        changed.Write(content, from, content.Length - from);
        return changed.ToArray();
    }
}
