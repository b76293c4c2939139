namespace Isaa.Files;

/// <summary>
/// A folder a run may work in. Paths are resolved beneath it by the operating system (Linux <c>openat2</c> with RESOLVE_BENEATH), so neither
/// <c>..</c>, absolute paths nor symbolic links lead out. Thread safe; dispose it when the run has ended.
/// </summary>
public sealed partial class Workspace : IDisposable
{
    private Workspace(string root) => Root = root;

    /// <summary>The folder's absolute path, links resolved.</summary>
    public string Root { get; }

    /// <summary>Opens a folder.</summary>
    /// <param name="path">An absolute path.</param>
    public static Workspace Open(string path) => new(path);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
