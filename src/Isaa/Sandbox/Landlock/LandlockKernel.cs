using System.Runtime.InteropServices;

namespace Isaa.Sandbox.Landlock;

/// <summary>What this machine's kernel offers of Landlock.</summary>
internal static partial class LandlockKernel
{
    private const long CreateRuleset = 444;
    private const uint AskVersion = 1;

    /// <summary>The version of the kernel's interface; 0 when it has none, has it switched off, or there is no program for this instruction set.</summary>
    public static int Version { get; } = Find();

    /// <summary>All that a version knows, which is all that a ruleset forbids unless a rule allows it.</summary>
    public static LandlockAccess Known(int version)
    {
        var known = (LandlockAccess)((1 << 13) - 1);
        known |= version >= 2 ? LandlockAccess.Move : LandlockAccess.None;
        known |= version >= 3 ? LandlockAccess.Truncate : LandlockAccess.None;
        return known | (version >= 5 ? LandlockAccess.ControlDevice : LandlockAccess.None);
    }

    private static int Find() =>
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64
            ? Math.Max(0, (int)Syscall(CreateRuleset, 0, 0, AskVersion))
            : 0;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(long number, nint attributes, nint size, uint flags);
}
