using Isaa.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Isaa.Files;

/// <summary>
/// A folder a run may work in. Paths are resolved beneath it by the operating system (Linux <c>openat2</c> with RESOLVE_BENEATH), so neither
/// <c>..</c>, absolute paths nor symbolic links lead out. Thread safe; dispose it when the run has ended.
/// </summary>
/// <remarks>
/// The folder is opened once and everything happens on that descriptor. Links are followed where they stay beneath the folder. A Linux without
/// <c>openat2</c> walks component by component and follows no link; other systems walk in managed code, which refuses every link but cannot
/// rule out somebody who swaps a folder for a link between the look and the act.
/// </remarks>
public sealed class Workspace : IDisposable
{
    private readonly FolderAccess _access;

    private Workspace(string root, FolderAccess access) => (Root, _access) = (root, access);

    /// <summary>The folder's absolute path, links resolved.</summary>
    public string Root { get; }

    /// <summary>Where code in the sandbox sees the workspace; a path that starts so means the same place.</summary>
    public static string PathInSandbox => WorkspacePath.InsideSandbox;

    /// <summary>The descriptor of the folder; null where the system has none.</summary>
    internal SafeFileHandle? Handle => _access.Handle;

    /// <summary>The user and group that own the folder.</summary>
    internal (uint User, uint Group) Owner => _access.Owner;

    /// <summary>Where the folder is now, should it have been moved.</summary>
    internal string CurrentPath => _access.CurrentPath;

    /// <summary>Opens a folder.</summary>
    /// <param name="path">Its path, relative to the current folder or absolute.</param>
    /// <exception cref="IsaaException"><c>folder_not_found</c> or <c>folder_not_readable</c>.</exception>
    public static Workspace Open(string path) => Open(path, usesOpenAt2: true);

    /// <summary>Opens a folder at a path that was resolved before; one that meanwhile leads elsewhere over a link is refused.</summary>
    /// <param name="root">A <see cref="Root"/>.</param>
    /// <exception cref="IsaaException"><c>folder_changed</c>, <c>folder_not_found</c> or <c>folder_not_readable</c>.</exception>
    internal static Workspace OpenAgain(string root)
    {
        // Where the folder really is comes from its descriptor, so nobody can swap it between look and use.
        var workspace = Open(root);
        if (workspace.Root == root)
        {
            return workspace;
        }

        workspace.Dispose();
        throw new IsaaException("folder_changed", $"'{WorkspacePath.Escape(root)}' leads elsewhere over a link, which it did not before. Put the folder back to work in it.");
    }

    /// <summary>Opens a folder, choosing how paths are resolved.</summary>
    internal static Workspace Open(string path, bool usesOpenAt2)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);
        FolderAccess access = OperatingSystem.IsLinux() ? LinuxFolder.Open(full, usesOpenAt2) : PortableFolder.Open(full);
        return new Workspace(access.CurrentPath, access);
    }

    /// <summary>Opens a regular file for reading. The caller disposes the stream.</summary>
    /// <exception cref="IsaaException"><c>file_not_found</c>, <c>not_a_file</c>, <c>path_outside_workspace</c>, <c>access_denied</c>.</exception>
    public FileStream OpenRead(string path) => OpenRead(path, out _);

    /// <summary>Opens a regular file for reading and says what was opened. The caller disposes the stream.</summary>
    public FileStream OpenRead(string path, out WorkspaceEntry entry)
    {
        var (file, found) = _access.OpenRead(WorkspacePath.Normalize(path));
        entry = found;
        return new FileStream(file, FileAccess.Read, bufferSize: 0);
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="most">The largest length in bytes that is taken.</param>
    /// <exception cref="IsaaException"><c>file_too_large</c> and those of <see cref="OpenRead(string)"/>.</exception>
    public byte[] ReadAll(string path, long most)
    {
        using var stream = OpenRead(path, out var entry);
        var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            content.Write(buffer, 0, read);
            if (content.Length > most || entry.Size > most)
            {
                throw new IsaaException(
                    "file_too_large",
                    $"'{WorkspacePath.Escape(path)}' has {Math.Max(entry.Size, content.Length):N0} bytes; at most {most:N0} are taken.");
            }
        }

        return content.ToArray();
    }

    /// <summary>Replaces or makes a file in one step that a crash cannot tear, and the folders above it. An existing file keeps its permissions.</summary>
    /// <exception cref="IsaaException"><c>not_a_file</c> when a folder, a link or a special file stands there; <c>disk_full</c>, <c>access_denied</c>, <c>path_outside_workspace</c>.</exception>
    public void Write(string path, ReadOnlySpan<byte> content)
    {
        var (folder, name) = WorkspacePath.SplitForCreation(path);
        _access.Write(folder, name, content);
    }

    /// <summary>Makes a folder and those above it; one that exists is kept.</summary>
    public void CreateFolder(string path)
    {
        var (folder, name) = WorkspacePath.SplitForCreation(path);
        _access.CreateFolder(folder == "." ? name : $"{folder}/{name}");
    }

    /// <summary>Removes a file or a link, never a folder; false when there is none.</summary>
    public bool Delete(string path)
    {
        var (folder, name) = WorkspacePath.SplitForCreation(path);
        return _access.Delete(folder, name);
    }

    /// <summary>What stands at a path, a link at its end not followed; null when nothing does.</summary>
    public WorkspaceEntry? Find(string path) => _access.Find(WorkspacePath.Normalize(path));

    /// <summary>What a folder holds, hidden entries included, links shown and not followed, folder by folder in the order of names.</summary>
    /// <param name="path">The folder; <c>.</c> for the root.</param>
    /// <param name="isRecursive">Whether folders inside are entered.</param>
    /// <param name="most">How many entries are returned at most; a result of that length may be incomplete.</param>
    public IReadOnlyList<WorkspaceEntry> List(string path, bool isRecursive, int most) =>
        _access.List(WorkspacePath.Normalize(path), isRecursive, most);

    /// <inheritdoc/>
    public void Dispose() => _access.Dispose();
}
