using System.Runtime.InteropServices;

namespace Isaa.Server.Hosting;

/// <summary>Files that only their owner may read.</summary>
internal static partial class PrivateFile
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Writes a file that did not exist; nobody sees it before it is whole.</summary>
    /// <exception cref="IOException">It exists.</exception>
    public static void Create(string path, ReadOnlySpan<byte> content) => Write(path, content, overwrite: false);

    /// <summary>Writes a file whole; a reader sees the old content or the new one.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content) => Write(path, content, overwrite: true);

    /// <summary>Whether others than the owner may read or write it.</summary>
    public static bool IsExposed(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(Owner | UnixFileMode.UserExecute)) != 0;

    private static void Write(string path, ReadOnlySpan<byte> content, bool overwrite)
    {
        var next = $"{path}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Owner;
        }

        try
        {
            using (var file = new FileStream(next, options))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            if (overwrite || OperatingSystem.IsWindows())
            {
                File.Move(next, path, overwrite);
            }
            else if (Link(next, path) != 0)
            {
                throw new IOException($"Cannot make {path}: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
        finally
        {
            File.Delete(next);
        }
    }

    // File.Move without overwriting looks first and renames then: of two processes at once, one would replace the other's file.
    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);
}
