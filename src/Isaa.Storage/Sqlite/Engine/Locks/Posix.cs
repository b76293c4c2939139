using System.Runtime.InteropServices;

namespace Isaa.Storage.Sqlite.Engine.Locks;

/// <summary>Calls of the C library that the framework does not offer.</summary>
internal static partial class Posix
{
    public const int Shared = 1;
    public const int Exclusive = 2;
    public const int NonBlocking = 4;
    public const int Unlock = 8;
    public const int Interrupted = 4;
    public const int OwnerOnly = 0x180;
    private const int ReadWrite = 2;

    private static int CloseOnExec => OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    /// <summary>Opens a file, made for the owner alone when it is missing. The framework's own opening would take a lock.</summary>
    public static int OpenOrCreate(string path)
    {
        var descriptor = Open(path, ReadWrite | CloseOnExec);
        if (descriptor < 0)
        {
            // creat, not open with a mode: that one is variadic and its calling convention differs between machines.
            var created = Create(path, OwnerOnly);
            if (created >= 0)
            {
                _ = Close(created);
            }

            descriptor = Open(path, ReadWrite | CloseOnExec);
        }

        return descriptor;
    }

    /// <summary>Opens a file that exists; negative when it does not or may not be opened.</summary>
    public static int OpenExisting(string path) => Open(path, ReadWrite | CloseOnExec);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Flock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "creat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Create(string path, int mode);
}
