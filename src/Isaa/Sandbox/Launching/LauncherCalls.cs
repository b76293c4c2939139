using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Isaa.Sandbox.Launching;

/// <summary>The Linux system calls of the launcher. The numbers are the same on x64 and arm64.</summary>
internal static unsafe partial class LauncherCalls
{
    public const int NewMountNamespace = 0x20000;
    public const ulong Recursive = 0x4000, Private = 0x40000, NoSetUid = 2, NoDevices = 4;
    private const string C = "libc";
    private const long ProcessHandleNumber = 434, CloseRangeNumber = 436, OpenTreeNumber = 428, MoveMountNumber = 429, MountSetAttributesNumber = 442;
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

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Returned;
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

    /// <summary>
    /// Marks every descriptor of this process as not to be inherited. The runtime's own are so already; native libraries are not always as careful.
    /// </summary>
    public static void KeepDescriptorsFromChildren()
    {
        const uint markOnly = 4;
        if (Syscall(CloseRangeNumber, 3u, uint.MaxValue, markOnly) == 0)
        {
            return;
        }

        // A kernel before 5.11: one by one.
        foreach (var entry in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            const int setFlags = 2, closeOnExec = 1;
            if (int.TryParse(Path.GetFileName(entry), out var descriptor) && descriptor > 2)
            {
                _ = ControlDescriptor(descriptor, setFlags, closeOnExec);
            }
        }
    }

    [LibraryImport(C, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(long number, uint first, uint last, uint flags);

    [LibraryImport(C, EntryPoint = "fcntl", SetLastError = true)]
    private static partial int ControlDescriptor(int descriptor, int command, int value);

    /// <summary>Waits for a process that need not be a child; true when it has ended.</summary>
    public static bool WaitForEnd(int process, TimeSpan patience)
    {
        var number = (int)Syscall(ProcessHandleNumber, process, 0);
        if (number < 0)
        {
            return true; // there is none any more
        }

        using var handle = new SafeFileHandle(number, ownsHandle: true);
        const short readable = 1;
        var wanted = new PollRequest { Descriptor = number, Events = readable };
        return Poll(&wanted, 1, (int)patience.TotalMilliseconds) != 0;
    }

    [LibraryImport(C, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(long number, int process, uint flags);

    [LibraryImport(C, EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollRequest* requests, ulong count, int milliseconds);

    /// <summary>The processor time a process has used until now, all its threads together; zero when it is gone.</summary>
    public static TimeSpan ProcessorTime(int process)
    {
        const int countScheduledTime = 2;
        return ReadClock((~process << 3) | countScheduledTime, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000)
            : TimeSpan.Zero;
    }

    [LibraryImport(C, EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int ReadClock(int clock, out ClockTime time);

    [StructLayout(LayoutKind.Sequential)]
    private struct ClockTime
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>Sets the scheduling weight of a process and what it starts.</summary>
    public static void SetNiceness(int process, int niceness) => _ = SetPriority(0, process, niceness);

    /// <summary>Ends a process.</summary>
    public static void Kill(int process)
    {
        const int kill = 9;
        _ = Signal(process, kill);
    }

    [LibraryImport(C, EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetPriority(int which, int who, int niceness);

    [LibraryImport(C, EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);

    [LibraryImport(C, EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int flags);

    [LibraryImport(C, EntryPoint = "setns", SetLastError = true)]
    public static partial int EnterNamespace(int descriptor, int kind);

    [LibraryImport(C, EntryPoint = "chdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeFolder(string path);

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
