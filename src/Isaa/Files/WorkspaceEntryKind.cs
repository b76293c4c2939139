namespace Isaa.Files;

/// <summary>What stands at a path.</summary>
public enum WorkspaceEntryKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link, not followed.</summary>
    Link,

    /// <summary>A pipe, a socket or a device: never opened.</summary>
    Special,
}
