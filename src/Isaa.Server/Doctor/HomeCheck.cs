using System.Globalization;
using Isaa.Files;
using Isaa.Protocol.Health;
using Isaa.Server.Hosting;
using Isaa.Server.Security;

namespace Isaa.Server.Doctor;

/// <summary>The home folder: private, writable, with room, its key to itself.</summary>
internal sealed class HomeCheck(IsaaHome home) : IDoctorCheck
{
    private const long Low = 500L * 1024 * 1024;
    private const long VeryLow = 20L * 1024 * 1024;

    public Task<IReadOnlyList<DoctorCheck>> LookAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<DoctorCheck>>([Folder(), Space(), Key()]);

    private DoctorCheck Folder()
    {
        var probe = home.File($"doctor-{Environment.ProcessId}");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Failed("home", $"{home.Path} cannot be written: {e.Message}", $"Set {IsaaHome.Variable} to a folder of your own.");
        }

        var isOpen = !OperatingSystem.IsWindows() && (File.GetUnixFileMode(home.Path) & (UnixFileMode)0b111_111) != 0;
        return isOpen
            ? Finding.Failed("home", $"{home.Path} is open to other users.", $"chmod 700 '{home.Path}'")
            : Finding.Ok("home", home.Path);
    }

    private DoctorCheck Space()
    {
        var free = new DriveInfo(home.Path).AvailableFreeSpace;
        var text = string.Create(CultureInfo.InvariantCulture, $"{free / (1024.0 * 1024 * 1024):0.0} GiB free");
        return free switch
        {
            < VeryLow => Finding.Failed("disk", $"Only {free / 1024} KiB are free; nothing can be kept safely.", "Free some space, or move the home folder."),
            < Low => Finding.Warning("disk", text, "Free some space soon."),
            _ => Finding.Ok("disk", text),
        };
    }

    private DoctorCheck Key()
    {
        var file = home.File(ApiKey.FileName);
        if (!File.Exists(file))
        {
            return Finding.Ok("key", "None yet; 'isaa serve' makes one.");
        }

        return PrivateFile.IsExposed(file)
            ? Finding.Failed("key", $"Other users may read {file}.", $"rm '{file}' (a new key is made at the next start)")
            : Finding.Ok("key", file);
    }
}
