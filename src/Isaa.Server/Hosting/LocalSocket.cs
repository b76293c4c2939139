using System.Diagnostics;
using System.Globalization;
using Isaa.Files;

namespace Isaa.Server.Hosting;

/// <summary>A place for this process's Unix socket in a folder that only its owner may enter.</summary>
internal sealed class LocalSocket : IDisposable
{
    // The system's limit is 108 bytes on Linux and 104 on macOS, the closing zero included.
    private const int LongestPath = 100;

    private static int _count;

    private readonly string? _temporary;

    private LocalSocket(string path, string? temporary)
    {
        Path = path;
        _temporary = temporary;
    }

    public string Path { get; }

    public static LocalSocket Create(IsaaHome home)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{Interlocked.Increment(ref _count)}.sock");
        var folder = home.Folder("run");
        RemoveLeftovers(folder);
        var path = System.IO.Path.Combine(folder, name);
        if (System.Text.Encoding.UTF8.GetByteCount(path) <= LongestPath)
        {
            File.Delete(path);
            return new LocalSocket(path, null);
        }

        // Created for the owner alone.
        var temporary = Directory.CreateTempSubdirectory("isaa-").FullName;
        return new LocalSocket(System.IO.Path.Combine(temporary, name), temporary);
    }

    public void Dispose()
    {
        File.Delete(Path);
        if (_temporary is not null && Directory.Exists(_temporary))
        {
            Directory.Delete(_temporary, recursive: true);
        }
    }

    private static void RemoveLeftovers(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.sock"))
        {
            var owner = System.IO.Path.GetFileName(path).Split('-')[0];
            if (int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != Environment.ProcessId && !Exists(id))
            {
                File.Delete(path);
            }
        }
    }

    private static bool Exists(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
