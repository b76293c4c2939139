using System.Text;
using Isaa.Diagnostics;

namespace Isaa.Files;

/// <summary>Brings the paths that models and people write into one form. It decides nothing about what lies beneath the root: the file system does.</summary>
internal static class WorkspacePath
{
    /// <summary>Where sandboxed code sees the workspace.</summary>
    public const string InsideSandbox = "/workspace";

    /// <summary>A relative path without trailing slashes; <c>.</c> for the root itself.</summary>
    public static string Normalize(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new IsaaException("path_invalid", "A path must not contain a NUL character.");
        }

        var relative = path;
        if (path == InsideSandbox || path.StartsWith(InsideSandbox + "/", StringComparison.Ordinal))
        {
            relative = path[InsideSandbox.Length..].TrimStart('/');
        }

        if (Path.IsPathRooted(relative))
        {
            throw new IsaaException(
                "path_outside_workspace",
                $"'{Escape(path)}' is an absolute path. Paths are relative to the workspace folder, for example 'notes/a.txt'.");
        }

        var trimmed = relative.TrimEnd('/');
        return trimmed.Length == 0 ? "." : trimmed;
    }

    /// <summary>The folder and the last name of a path at which something is to be made.</summary>
    public static (string Folder, string Name) SplitForCreation(string path)
    {
        var normalized = Normalize(path);
        var slash = normalized.LastIndexOf('/');
        var name = normalized[(slash + 1)..];
        if (name is "." or "..")
        {
            throw new IsaaException("not_a_file", $"'{Escape(path)}' names a folder, not a file.");
        }

        if (normalized.Any(char.IsControl))
        {
            throw new IsaaException("path_invalid", $"'{Escape(path)}' holds a control character; names of new files must not.");
        }

        return (slash < 0 ? "." : normalized[..slash], name);
    }

    /// <summary>Makes a path safe to show: control characters and lone surrogates become escapes.</summary>
    public static string Escape(string path)
    {
        var text = new StringBuilder(path.Length);
        foreach (var rune in path.EnumerateRunes())
        {
            _ = Rune.IsControl(rune) ? text.Append($"\\x{rune.Value:X2}") : text.Append(rune);
        }

        return text.ToString();
    }

    /// <summary>A file name from the file system; bytes that are no UTF-8 and control characters become <c>\xNN</c>.</summary>
    public static string Decode(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder(name.Length);
        while (!name.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(name, out var rune, out var used);
            if (status == System.Buffers.OperationStatus.Done && !Rune.IsControl(rune))
            {
                _ = text.Append(rune);
            }
            else
            {
                foreach (var b in name[..used])
                {
                    _ = text.Append($"\\x{b:X2}");
                }
            }

            name = name[used..];
        }

        return text.ToString();
    }
}
