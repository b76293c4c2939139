using System.Diagnostics;
using System.Text.Json;
using Isaa.Files;

namespace Isaa.Server.Hosting;

/// <summary>The owner-only file by which other processes of the same user find a running server.</summary>
public static class RunningServerFile
{
    /// <summary>The file's name in the home.</summary>
    public const string Name = "server.json";

    /// <summary>The server that runs on this home; null when none does. A file that a dead process left behind is passed over.</summary>
    /// <param name="home">The home.</param>
    public static RunningServer? Find(IsaaHome home)
    {
        ArgumentNullException.ThrowIfNull(home);
        try
        {
            var server = JsonSerializer.Deserialize(File.ReadAllBytes(home.File(Name)), RunningServerJson.Default.RunningServer);
            return server is not null && IsAlive(server.ProcessId) && File.Exists(server.Socket) ? server : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the file, unless another server that runs has done so.</summary>
    internal static void Announce(IsaaHome home, RunningServer server)
    {
        if (Find(home) is { } other && other.ProcessId != server.ProcessId)
        {
            return;
        }

        PrivateFile.Replace(home.File(Name), JsonSerializer.SerializeToUtf8Bytes(server, RunningServerJson.Default.RunningServer));
    }

    /// <summary>Removes the file if it is this process's own.</summary>
    internal static void Withdraw(IsaaHome home)
    {
        if (Find(home) is { } server && server.ProcessId == Environment.ProcessId)
        {
            File.Delete(home.File(Name));
        }
    }

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
