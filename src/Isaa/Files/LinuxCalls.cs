using System.Runtime.InteropServices;

namespace Isaa.Files;

/// <summary>The Linux system calls a workspace stands on. Numbers and flags for x64 and arm64.</summary>
internal static unsafe partial class LinuxCalls
{
    public const int PathOnly = 0x200000;
    public const int CloseOnExec = 0x80000;
    public const int NonBlocking = 0x800;
    public const int NoTerminal = 0x100;
    public const int WriteOnly = 1;
    public const int CreateNew = 0x40 | 0x80;
    public const ulong ResolveBeneath = 0x08 | 0x02; // and no magic links
    public const int AtEmptyPath = 0x1000;
    public const int AtNoFollow = 0x100;
    public const int AtRemoveFolder = 0x200;

    public const int EPERM = 1, ENOENT = 2, ENXIO = 6, EAGAIN = 11, EACCES = 13, EEXIST = 17, EXDEV = 18, ENOTDIR = 20, EISDIR = 21,
        EINVAL = 22, EFBIG = 27, ENOSPC = 28, EROFS = 30, ENAMETOOLONG = 36, ENOSYS = 38, ELOOP = 40, EDQUOT = 122;

    private const long OpenAt2Number = 437;
    private const string C = "libc";

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    public static int NoFollow => IsArm ? 0x8000 : 0x20000;

    public static int FolderOnly => IsArm ? 0x4000 : 0x10000;

    private static long StatxNumber => IsArm ? 291 : 332;

    private static long GetDents64Number => IsArm ? 61 : 217;

    [StructLayout(LayoutKind.Sequential)]
    public struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct Statx
    {
        [FieldOffset(20)] public uint Uid;
        [FieldOffset(24)] public uint Gid;
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(40)] public ulong Size;
        [FieldOffset(112)] public long ModifiedSeconds;
        [FieldOffset(120)] public uint ModifiedNanoseconds;
        [FieldOffset(136)] public uint DeviceMajor;
        [FieldOffset(140)] public uint DeviceMinor;
    }

    public static int OpenAt2(int folder, string path, OpenHow how) => (int)Syscall(OpenAt2Number, folder, path, &how, sizeof(OpenHow));

    public static int Stat(int folder, ReadOnlySpan<byte> path, int flags, out Statx result)
    {
        fixed (byte* start = path)
        fixed (Statx* target = &result)
        {
            return (int)Syscall(StatxNumber, folder, start, flags, 0x7ff, target);
        }
    }

    public static int ReadEntries(int folder, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            return (int)Syscall(GetDents64Number, folder, start, buffer.Length);
        }
    }

    [LibraryImport(C, EntryPoint = "openat", SetLastError = true)]
    public static partial int OpenAtBytes(int folder, byte[] path, int flags, uint mode = 0);

    [LibraryImport(C, EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenAt(int folder, string path, int flags, uint mode);

    [LibraryImport(C, EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFolderAt(int folder, string path, uint mode);

    [LibraryImport(C, EntryPoint = "renameat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RenameAt(int oldFolder, string oldPath, int newFolder, string newPath);

    [LibraryImport(C, EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UnlinkAt(int folder, string path, int flags);

    [LibraryImport(C, EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(int file);

    [LibraryImport(C, EntryPoint = "fchmod", SetLastError = true)]
    public static partial int ChangeMode(int file, uint mode);

    [LibraryImport(C, EntryPoint = "fchown", SetLastError = true)]
    public static partial int ChangeOwner(int file, uint user, uint group);

    [LibraryImport(C, EntryPoint = "fchownat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeOwnerAt(int folder, string path, uint user, uint group, int flags);

    [LibraryImport(C, EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport(C, EntryPoint = "readlinkat", SetLastError = true)]
    public static partial nint ReadLinkAt(int folder, byte* path, byte* buffer, nint size);

    [LibraryImport(C, EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Syscall(long number, int folder, string path, OpenHow* how, nint size);

    [LibraryImport(C, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(long number, int folder, byte* path, int flags, uint mask, Statx* result);

    [LibraryImport(C, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(long number, int folder, byte* buffer, nint size);
}
