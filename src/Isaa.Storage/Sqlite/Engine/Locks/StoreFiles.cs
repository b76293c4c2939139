using Isaa.Diagnostics;

namespace Isaa.Storage.Sqlite.Engine.Locks;

/// <summary>Makes the store's files and folders so that only their owner may look inside.</summary>
internal static class StoreFiles
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the database file and its folder where they do not exist.</summary>
    public static void Prepare(string path)
    {
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            {
                MakeFolder(folder);
            }

            if (!File.Exists(path))
            {
                MakeFile(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IsaaException("store_unavailable", $"The store '{path}' could not be made: {e.Message} Choose a place where this user may write.", e);
        }
    }

    /// <summary>Makes a folder for its owner alone; one that exists is left as it is.</summary>
    public static void MakeFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerFolder);
        }
    }

    private static void MakeFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Closing any descriptor of a database drops SQLite's locks of the whole process on it: done only before the file exists.
        using var _ = new FileStream(path, options);
    }
}
