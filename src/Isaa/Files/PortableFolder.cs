using System.Security.Cryptography;
using Isaa.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Isaa.Files;

/// <summary>A folder on systems other than Linux: walked in managed code, every link refused.</summary>
internal sealed class PortableFolder : FolderAccess
{
    private readonly string _root;

    private PortableFolder(string root) => _root = root;

    public override string CurrentPath => _root;

    public static PortableFolder Open(string path)
    {
        var folder = new DirectoryInfo(path);
        if (!folder.Exists)
        {
            throw new IsaaException("folder_not_found", $"The folder '{WorkspacePath.Escape(path)}' does not exist.");
        }

        return new PortableFolder(folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder.FullName);
    }

    public override (SafeFileHandle File, WorkspaceEntry Entry) OpenRead(string path)
    {
        var entry = Find(path) ?? throw WorkspaceError.From(LinuxCalls.ENOENT, path);
        return entry.Kind == WorkspaceEntryKind.File
            ? (File.OpenHandle(Resolve(path)), entry)
            : throw WorkspaceError.NotAFile(path, entry.Kind);
    }

    public override WorkspaceEntry? Find(string path)
    {
        var full = Resolve(path);
        FileSystemInfo found = Directory.Exists(full) ? new DirectoryInfo(full) : new FileInfo(full);
        return found.Exists || found.LinkTarget is not null ? ToEntry(found) : null;
    }

    public override void Write(string folder, string name, ReadOnlySpan<byte> content)
    {
        var parent = Directory.CreateDirectory(Resolve(folder)).FullName;
        var path = folder == "." ? name : $"{folder}/{name}";
        if (Find(path) is { Kind: not WorkspaceEntryKind.File } other)
        {
            throw WorkspaceError.NotAFile(path, other.Kind);
        }

        var temporary = Path.Combine(parent, $".isaa-{RandomNumberGenerator.GetHexString(16, lowercase: true)}.tmp");
        try
        {
            using (var file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                RandomAccess.Write(file, content, fileOffset: 0);
                RandomAccess.FlushToDisk(file);
            }

            File.Move(temporary, Path.Combine(parent, name), overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public override void CreateFolder(string path) => Directory.CreateDirectory(Resolve(path));

    public override bool Delete(string folder, string name)
    {
        var full = Path.Combine(Resolve(folder), name);
        var exists = new FileInfo(full) is { } file && (file.Exists || file.LinkTarget is not null);
        File.Delete(full);
        return exists;
    }

    public override IReadOnlyList<WorkspaceEntry> List(string path, bool isRecursive, int most)
    {
        var full = Resolve(path);
        if (!Directory.Exists(full))
        {
            throw WorkspaceError.From(File.Exists(full) ? LinuxCalls.ENOTDIR : LinuxCalls.ENOENT, path);
        }

        var entries = new List<WorkspaceEntry>();
        Collect(new DirectoryInfo(full), isRecursive, most, entries);
        return entries;
    }

    public override void Dispose()
    {
    }

    private void Collect(DirectoryInfo folder, bool isRecursive, int most, List<WorkspaceEntry> entries)
    {
        foreach (var found in folder.EnumerateFileSystemInfos().OrderBy(static entry => entry.Name, StringComparer.Ordinal))
        {
            if (entries.Count >= most)
            {
                return;
            }

            entries.Add(ToEntry(found));
            if (isRecursive && found is DirectoryInfo inner && inner.LinkTarget is null)
            {
                Collect(inner, isRecursive, most, entries);
            }
        }
    }

    /// <summary>The full path of what lies beneath; a link on the way or at the end is refused.</summary>
    private string Resolve(string path)
    {
        var parts = new Stack<string>();
        var full = _root;
        foreach (var part in path.Split('/', '\\').Where(static part => part is not ("" or ".")))
        {
            if (part.Contains(':', StringComparison.Ordinal))
            {
                throw WorkspaceError.From(LinuxCalls.EINVAL, path);
            }

            if (part == ".." && !parts.TryPop(out _))
            {
                throw WorkspaceError.Outside(path);
            }

            if (part != "..")
            {
                parts.Push(part);
            }

            full = Path.Combine([_root, .. parts.Reverse()]);
            if (new FileInfo(full).LinkTarget is not null)
            {
                throw WorkspaceError.From(LinuxCalls.ELOOP, path);
            }
        }

        return full;
    }

    private WorkspaceEntry ToEntry(FileSystemInfo found) => new()
    {
        Path = WorkspacePath.Escape(Path.GetRelativePath(_root, found.FullName).Replace('\\', '/')),
        Kind = found.LinkTarget is not null ? WorkspaceEntryKind.Link
            : found is DirectoryInfo ? WorkspaceEntryKind.Folder
            : (found.Attributes & FileAttributes.Device) != 0 ? WorkspaceEntryKind.Special : WorkspaceEntryKind.File,
        Size = found is FileInfo file && file.Exists ? file.Length : 0,
        ModifiedAt = found.LastWriteTimeUtc,
        Mode = OperatingSystem.IsWindows() ? UnixFileMode.None : found.UnixFileMode,
        LinkTarget = found.LinkTarget is { } target ? WorkspacePath.Escape(target) : null,
    };
}
