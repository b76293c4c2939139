using Microsoft.Win32.SafeHandles;

namespace Isaa.Sandbox.Launching;

/// <summary>Bytes that a child of this process can open by a path, with nothing on disk. Gone when disposed or when the process ends.</summary>
internal sealed class MemoryFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    public MemoryFile(string name, ReadOnlySpan<byte> content)
    {
        const uint closeOnExec = 1;
        var number = LauncherCalls.MemoryFile(name, closeOnExec);
        if (number < 0)
        {
            throw new IOException($"No memory file could be made for {name}.");
        }

        _handle = new SafeFileHandle(number, ownsHandle: true);
        RandomAccess.Write(_handle, content, fileOffset: 0);
    }

    /// <summary>Where a child process opens it.</summary>
    public string Path => $"/proc/{Environment.ProcessId}/fd/{_handle.DangerousGetHandle()}";

    public void Dispose() => _handle.Dispose();
}
