namespace Isaa.Sandbox.Launching;

/// <summary>Linux system call numbers of one instruction set.</summary>
internal sealed record SystemCallTable
{
    public const uint Clone3 = 435;

    /// <summary>Calls with the same number everywhere: io_uring, the new mount calls, pidfd_getfd, memfd_secret, quotactl_fd.</summary>
    private static readonly uint[] DeniedEverywhere = [425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442, 443, 447, 467];

    /// <summary>The AUDIT_ARCH constant.</summary>
    public required uint Architecture { get; init; }

    public required uint CloneProcess { get; init; }

    public required uint Socket { get; init; }

    public required uint SocketPair { get; init; }

    public required uint DeviceControl { get; init; }

    /// <summary>Calls that fail whatever their arguments.</summary>
    public required IReadOnlyList<uint> Denied { get; init; }

    public static SystemCallTable X64 { get; } = new()
    {
        Architecture = 0xc000003e,
        CloneProcess = 56,
        Socket = 41,
        SocketPair = 53,
        DeviceControl = 16,
        Denied =
        [
            101, 310, 311, 312, // ptrace, process_vm_readv, process_vm_writev, kcmp
            165, 166, 155, 161, 167, 168, 272, 308, // mount, umount2, pivot_root, chroot, swapon, swapoff, unshare, setns
            169, 170, 171, 175, 176, 313, 246, 320, // reboot, sethostname, setdomainname, init_module, delete_module, finit_module, kexec
            321, 298, 323, 250, 248, 249, // bpf, perf_event_open, userfaultfd, keyctl, add_key, request_key
            303, 304, 300, 212, // name_to_handle_at, open_by_handle_at, fanotify_init, lookup_dcookie
            319, 29, 68, 64, 240, // memfd_create, shmget, msgget, semget, mq_open: memory that no limit counts
            179, 163, 103, 164, 227, 305, 159, // quotactl, acct, syslog, settimeofday, clock_settime, clock_adjtime, adjtimex
            135, 153, 180, 256, 279, 172, 173, 154, 134, // personality, vhangup, nfsservctl, migrate_pages, move_pages, iopl, ioperm, modify_ldt, uselib
            .. DeniedEverywhere,
        ],
    };

    public static SystemCallTable Arm64 { get; } = new()
    {
        Architecture = 0xc00000b7,
        CloneProcess = 220,
        Socket = 198,
        SocketPair = 199,
        DeviceControl = 29,
        Denied =
        [
            117, 270, 271, 272,
            40, 39, 41, 51, 224, 225, 97, 268,
            142, 161, 162, 105, 106, 273, 104, 294,
            280, 241, 282, 219, 217, 218,
            264, 265, 262, 18,
            279, 194, 186, 190, 180,
            60, 89, 116, 170, 112, 266, 171,
            92, 58, 42, 238, 239,
            .. DeniedEverywhere,
        ],
    };
}
