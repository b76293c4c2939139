using Isaa.Files;
using Isaa.Protocol.Health;
using Isaa.Server.Hosting;

namespace Isaa.Server.Doctor;

/// <summary>Whether a server runs on this home.</summary>
internal sealed class ServerCheck(IsaaHome home) : IDoctorCheck
{
    public Task<IReadOnlyList<DoctorCheck>> LookAsync(CancellationToken cancellationToken)
    {
        var running = RunningServerFile.Find(home);
        return Task.FromResult<IReadOnlyList<DoctorCheck>>(
        [
            running is not null
                ? Finding.Ok("server", $"runs at {running.Address ?? running.Socket}, process {running.ProcessId}")
                : Finding.Ok("server", "None runs; each verb does its own work."),
        ]);
    }
}
