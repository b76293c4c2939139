using System.Runtime.InteropServices;

namespace Isaa.Sandbox.Launching;

/// <summary>Who this process is on the machine.</summary>
internal static partial class HostUser
{
    /// <summary>The effective user id.</summary>
    public static uint Id { get; } = EffectiveUser();

    /// <summary>True for the machine's root; false for the root of a container that is an ordinary user outside.</summary>
    public static bool IsMachineRoot { get; } = Id == 0 && MapsRootToRoot();

    private static bool MapsRootToRoot()
    {
        var map = File.ReadAllText("/proc/self/uid_map").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return map is ["0", "0", ..];
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
