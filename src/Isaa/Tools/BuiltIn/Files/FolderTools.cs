using System.ComponentModel;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Jobs.Steps;
using Microsoft.Extensions.Options;

namespace Isaa.Tools.BuiltIn.Files;

/// <summary>Looking around in the workspace.</summary>
internal sealed class FolderTools(IOptions<ToolOptions> options)
{
    private const int MostCounted = 100_000;

    [Tool("list_directory", Categories = ["files"], Kind = StepKind.Repeatable, Risk = ToolRisk.Read)]
    [Description("Lists a folder of the workspace, hidden entries included: type, size in bytes, time of change (UTC), path. Links are shown and not followed.")]
    public string ListDirectory(
        ToolCallContext context,
        [Description("Path relative to the workspace; leave out for the workspace itself")] string path = ".",
        [Description("Also list the folders inside")] bool recursive = false,
        [Description("How many entries to show at most")] int? limit = null)
    {
        var most = limit ?? options.Value.ListedEntries;
        if (most < 1)
        {
            throw new IsaaException("invalid_arguments", "'limit' must be at least 1.");
        }

        var entries = CallWorkspace.Of(context).List(path, recursive, MostCounted);
        if (entries.Count == 0)
        {
            return $"{WorkspacePath.Escape(path)} is empty.";
        }

        var text = new StringBuilder();
        var shown = 0;
        foreach (var entry in entries)
        {
            var line = Line(entry);
            if (shown == most || text.Length + line.Length > options.Value.MaxOutputCharacters - 200)
            {
                break;
            }

            _ = text.Append(line);
            shown++;
        }

        return shown == entries.Count ? text.ToString().TrimEnd('\n') : text.Append(CutMark(shown, entries.Count)).ToString();
    }

    [Tool("get_file_metadata", Categories = ["files"], Kind = StepKind.Repeatable, Risk = ToolRisk.Read)]
    [Description("Says what stands at a path of the workspace: type, size in bytes, time of change (UTC), permissions, where a link points, and on request the SHA-256 of the content.")]
    public static string GetFileMetadata(
        [Description("Path relative to the workspace")] string path,
        ToolCallContext context,
        [Description("Also compute the SHA-256 of a file's content")] bool hash = false)
    {
        var workspace = CallWorkspace.Of(context);
        var entry = workspace.Find(path) ?? throw WorkspaceError.From(LinuxCalls.ENOENT, path);
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"path: {entry.Path}\ntype: {NameOf(entry.Kind)}\nsize: {entry.Size}\n")
            .Append(CultureInfo.InvariantCulture, $"modified: {entry.ModifiedAt:yyyy-MM-ddTHH:mm:ss.fffZ}\nmode: {Convert.ToString((int)entry.Mode, 8).PadLeft(4, '0')}");
        if (entry.LinkTarget is { } target)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"\ntarget: {target}");
        }

        if (hash && entry.Kind == WorkspaceEntryKind.File)
        {
            using var stream = workspace.OpenRead(path);
            _ = text.Append(CultureInfo.InvariantCulture, $"\nsha256: {Convert.ToHexStringLower(SHA256.HashData(stream))}");
        }

        return text.ToString();
    }

    private static string Line(WorkspaceEntry entry) => string.Create(
        CultureInfo.InvariantCulture,
        $"{NameOf(entry.Kind),-7} {(entry.Kind == WorkspaceEntryKind.File ? entry.Size : 0),12} {entry.ModifiedAt:yyyy-MM-ddTHH:mm:ssZ} {entry.Path}{Tail(entry)}\n");

    private static string Tail(WorkspaceEntry entry) => entry.Kind switch
    {
        WorkspaceEntryKind.Folder => "/",
        WorkspaceEntryKind.Link => $" -> {entry.LinkTarget}",
        _ => "",
    };

    private static string NameOf(WorkspaceEntryKind kind) => kind switch
    {
        WorkspaceEntryKind.File => "file",
        WorkspaceEntryKind.Folder => "folder",
        WorkspaceEntryKind.Link => "link",
        _ => "special",
    };

    private static string CutMark(int shown, int total) => string.Create(
        CultureInfo.InvariantCulture,
        $"[… {total - shown:N0}{(total == MostCounted ? " or more" : "")} of {total:N0} entries left out here; list a folder inside, or set limit …]");
}
