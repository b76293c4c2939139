using Microsoft.Win32.SafeHandles;

namespace Isaa.Files;

/// <summary>How one operating system reaches beneath a folder without ever leaving it. All paths are normalized.</summary>
internal abstract class FolderAccess : IDisposable
{
    /// <summary>A descriptor of the folder itself; null where the system has none.</summary>
    public virtual SafeFileHandle? Handle => null;

    /// <summary>The user and group that own the folder; 0 where the system has none.</summary>
    public virtual (uint User, uint Group) Owner => default;

    /// <summary>Where the folder is now.</summary>
    public abstract string CurrentPath { get; }

    /// <summary>Opens a regular file for reading; anything else is refused without blocking.</summary>
    public abstract (SafeFileHandle File, WorkspaceEntry Entry) OpenRead(string path);

    /// <summary>What stands at a path, a link at its end not followed; null when nothing does.</summary>
    public abstract WorkspaceEntry? Find(string path);

    /// <summary>Replaces or makes a file in one step that a crash cannot tear.</summary>
    public abstract void Write(string folder, string name, ReadOnlySpan<byte> content);

    /// <summary>Makes a folder and those above it; one that exists is kept.</summary>
    public abstract void CreateFolder(string path);

    /// <summary>Removes a file or link; false when there is none.</summary>
    public abstract bool Delete(string folder, string name);

    /// <summary>What a folder holds, in the order of names, links not followed, up to a number of entries.</summary>
    public abstract IReadOnlyList<WorkspaceEntry> List(string path, bool isRecursive, int most);

    public abstract void Dispose();
}
