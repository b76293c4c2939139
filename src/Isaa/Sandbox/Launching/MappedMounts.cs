using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Isaa.Sandbox.Launching;

/// <summary>
/// Gives the calling thread, and the processes it starts, a mount namespace of its own in which the request's folders stand id-mapped under
/// <c>/tmp</c>. <see cref="HomeNamespace"/> brings it back.
/// </summary>
internal static class MappedMounts
{
    private const string StageFolder = "/tmp";

    /// <summary>Stages the folders.</summary>
    /// <param name="mounts">The folders.</param>
    /// <param name="staged">Where each folder stands now.</param>
    /// <returns>What brings the thread back; null when there are no folders, and it never left.</returns>
    /// <exception cref="Win32Exception">The kernel or a file system does not offer id-mapped mounts.</exception>
    public static HomeNamespace? Stage(IReadOnlyList<SandboxMount> mounts, out IReadOnlyList<string> staged)
    {
        staged = [];
        var copies = new List<SafeFileHandle>();
        HomeNamespace? home = null;
        try
        {
            foreach (var mount in mounts)
            {
                copies.Add(CopyMapped(mount));
            }

            if (copies.Count > 0)
            {
                home = HomeNamespace.Leave() ?? throw new Win32Exception(Marshal.GetLastPInvokeError(), "unshare");
                PrepareStage();
                staged = [.. copies.Select(Attach)];
            }

            return home;
        }
        catch
        {
            home?.Dispose();
            throw;
        }
        finally
        {
            copies.ForEach(static copy => copy.Dispose());
        }
    }

    private static SafeFileHandle CopyMapped(SandboxMount mount)
    {
        var folder = mount.Folder.Handle ?? throw new Win32Exception(0, "The folder has no descriptor.");
        var (user, group) = mount.Folder.Owner;
        var copy = LauncherCalls.CopyMount((int)folder.DangerousGetHandle());
        Check(copy, "open_tree");
        var handle = new SafeFileHandle(copy, ownsHandle: true);
        try
        {
            Check(LauncherCalls.MapOwners(copy, (int)OwnerMapping.For(user, group).DangerousGetHandle()), "mount_setattr");
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static void PrepareStage()
    {
        Check(LauncherCalls.Mount("none", "/", null, LauncherCalls.Recursive | LauncherCalls.Private, null), "mount private");
        Check(LauncherCalls.Mount("isaa", StageFolder, "tmpfs", LauncherCalls.NoSetUid | LauncherCalls.NoDevices, "mode=0755,size=64k"), "mount tmpfs");
    }

    private static string Attach(SafeFileHandle copy, int index)
    {
        var target = $"{StageFolder}/{index}";
        _ = Directory.CreateDirectory(target);
        Check(LauncherCalls.Attach((int)copy.DangerousGetHandle(), target), "move_mount");
        return target;
    }

    private static void Check(int result, string call)
    {
        if (result < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            throw new Win32Exception(error, $"{call}: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }
}
