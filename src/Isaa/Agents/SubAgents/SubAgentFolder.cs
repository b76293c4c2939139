using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Isaa.Diagnostics;
using Isaa.Files;

namespace Isaa.Agents.SubAgents;

/// <summary>The folder that a sub-agent may write in: one of its own below the run's.</summary>
internal static class SubAgentFolder
{
    private const string Root = "sub";
    private const int MostFiles = 200;
    private const long LargestInput = 16L << 20;

    /// <summary>Makes the folder and puts the input files into it.</summary>
    /// <returns>Its path below the run's folder, or null when the run has none.</returns>
    public static string? Prepare(Workspace? workspace, string name, IReadOnlyList<string> files)
    {
        if (workspace is null)
        {
            return files.Count == 0 ? null : throw new IsaaException("workspace_missing", "This run has no workspace folder to take files from.");
        }

        var path = $"{Root}/{Check(name)}";
        workspace.CreateFolder(path);
        foreach (var file in files)
        {
            workspace.Write($"{path}/{Path.GetFileName(file)}", workspace.ReadAll(file, LargestInput));
        }

        return path;
    }

    /// <summary>What is really in the folder, each file with its size and hash, as one text.</summary>
    public static string Describe(Workspace workspace, string path)
    {
        var files = workspace.List(path, isRecursive: true, MostFiles).Where(e => e.Kind == WorkspaceEntryKind.File).ToList();
        if (files.Count == 0)
        {
            return $"files written in {path}: none";
        }

        var text = new StringBuilder($"files in {path}:");
        foreach (var file in files)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n- {file.Path} ({file.Size} bytes, sha256 {Hash(workspace, file.Path)})");
        }

        return text.ToString();
    }

    /// <summary>Leaves what a sub-agent answered in its folder, beside what it wrote itself.</summary>
    public static void WriteResult(Workspace workspace, string path, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var first = $"{path}/result.md";
        if (workspace.Find(first) is null)
        {
            workspace.Write(first, bytes);
        }
        else if (!workspace.ReadAll(first, LargestInput).AsSpan().SequenceEqual(bytes))
        {
            workspace.Write($"{path}/_result.md", bytes);
        }
    }

    private static string Hash(Workspace workspace, string path)
    {
        using var file = workspace.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static string Check(string name) =>
        name.Length is > 0 and <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? name
            : throw new IsaaException("invalid_arguments", $"'{name}' is no name of a folder for a sub-agent: 1 to 64 letters, digits, '-' and '_' are expected.");
}
