using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Isaa.Storage.Sqlite.Engine.Locks;

/// <summary>An operating system's lock on a file: it ends with the process that holds it. Not available on Windows.</summary>
internal sealed class FileLock : IDisposable
{
    private readonly int _descriptor;
    private bool _closed;

    private FileLock(int descriptor) => _descriptor = descriptor;

    public static FileLock Open(string path)
    {
        var descriptor = Posix.OpenOrCreate(path);
        return descriptor >= 0
            ? new FileLock(descriptor)
            : throw new IOException($"The lock file '{path}' could not be opened.", new Win32Exception(Marshal.GetLastPInvokeError()));
    }

    /// <summary>Opens a lock file that exists; null when there is none.</summary>
    public static FileLock? Find(string path) => Posix.OpenExisting(path) is >= 0 and var descriptor ? new FileLock(descriptor) : null;

    public bool TryLock() => Posix.Flock(_descriptor, Posix.Exclusive | Posix.NonBlocking) == 0;

    public void Lock()
    {
        while (Posix.Flock(_descriptor, Posix.Exclusive) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error != Posix.Interrupted)
            {
                throw new IOException("A lock file could not be locked.", new Win32Exception(error));
            }
        }
    }

    public void Unlock() => _ = Posix.Flock(_descriptor, Posix.Unlock);

    public void Dispose()
    {
        if (!_closed)
        {
            _closed = true;
            _ = Posix.Close(_descriptor);
        }
    }
}
