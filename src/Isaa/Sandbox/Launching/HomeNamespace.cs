using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Isaa.Sandbox.Launching;

/// <summary>
/// Brings a thread back from a mount namespace of its own when disposed. Threads that it makes later, which may be those of the pool, would else see what it sees.
/// </summary>
internal sealed class HomeNamespace : IDisposable
{
    private readonly SafeFileHandle _namespace = File.OpenHandle("/proc/thread-self/ns/mnt");
    private readonly string _folder = Environment.CurrentDirectory;

    private HomeNamespace()
    {
    }

    /// <summary>Gives the calling thread a mount namespace of its own.</summary>
    /// <returns>What brings it back; null when the system does not give it one.</returns>
    public static HomeNamespace? Leave()
    {
        var home = new HomeNamespace();
        if (LauncherCalls.Unshare(LauncherCalls.NewMountNamespace) >= 0)
        {
            return home;
        }

        home._namespace.Dispose();
        return null;
    }

    public void Dispose()
    {
        using (_namespace)
        {
            if (LauncherCalls.EnterNamespace((int)_namespace.DangerousGetHandle(), LauncherCalls.NewMountNamespace) < 0 || LauncherCalls.ChangeFolder(_folder) < 0)
            {
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            }
        }
    }
}
