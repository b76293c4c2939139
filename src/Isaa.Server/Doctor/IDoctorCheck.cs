using Isaa.Protocol.Health;

namespace Isaa.Server.Doctor;

/// <summary>Looks at one thing that Isaa needs.</summary>
internal interface IDoctorCheck
{
    Task<IReadOnlyList<DoctorCheck>> LookAsync(CancellationToken cancellationToken);
}
