using Isaa.Protocol.Health;

namespace Isaa.Server.Doctor;

internal static class Finding
{
    public static DoctorCheck Ok(string name, string message) => new() { Name = name, Status = CheckStatus.Ok, Message = message };

    public static DoctorCheck Warning(string name, string message, string? fix) =>
        new() { Name = name, Status = CheckStatus.Warning, Message = message, Fix = fix };

    public static DoctorCheck Failed(string name, string message, string? fix) =>
        new() { Name = name, Status = CheckStatus.Failed, Message = message, Fix = fix };
}
