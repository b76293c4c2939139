using System.Runtime.InteropServices;

namespace Isaa.Sandbox.Launching;

/// <summary>The Linux system calls of the launcher. The numbers are the same on x64 and arm64.</summary>
internal static unsafe partial class LauncherCalls
{
    public const int NewMountNamespace = 0x20000;
    public const ulong Recursive = 0x4000, Private = 0x40000, NoSetUid = 2, NoDevices = 4;
    private const string C = "libc";
    private const long OpenTreeNumber = 428, MoveMountNumber = 429, MountSetAttributesNumber = 442;
    private const int EmptyPath = 0x1000, CloneTree = 1, CloseOnExec = 0x80000, MoveFromDescriptor = 4, AtWorkingFolder = -100;
    private const ulong IdMapped = 0x100000;

    [StructLayout(LayoutKind.Sequential)]
    private struct MountAttributes
    {
        public ulong Set;
        public ulong Clear;
        public ulong Propagation;
        public ulong UserNamespace;
    }

    /// <summary>A detached copy of the mount at an open folder, seen from that folder.</summary>
    public static int CopyMount(int folder)
    {
        byte empty = 0;
        return (int)Syscall(OpenTreeNumber, folder, &empty, CloneTree | CloseOnExec | EmptyPath);
    }

    /// <summary>Makes a detached mount translate owners through a user namespace, without set-user-id files and devices.</summary>
    public static int MapOwners(int mount, int userNamespace)
    {
        byte empty = 0;
        var attributes = new MountAttributes { Set = IdMapped | NoSetUid | NoDevices, UserNamespace = (ulong)userNamespace };
        return (int)Syscall(MountSetAttributesNumber, mount, &empty, EmptyPath, &attributes, sizeof(MountAttributes));
    }

    /// <summary>Attaches a detached mount at a path.</summary>
    public static int Attach(int mount, string path)
    {
        byte empty = 0;
        return (int)Syscall(MoveMountNumber, mount, &empty, AtWorkingFolder, path, MoveFromDescriptor);
    }

    [LibraryImport(C, EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int flags);

    [LibraryImport(C, EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Mount(string source, string target, string? type, ulong flags, string? options);

    [LibraryImport(C, EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MemoryFile(string name, uint flags);

    [LibraryImport(C, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(long number, int folder, byte* path, uint flags);

    [LibraryImport(C, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(long number, int folder, byte* path, uint flags, MountAttributes* attributes, nint size);

    [LibraryImport(C, EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Syscall(long number, int folder, byte* path, int target, string targetPath, uint flags);
}
