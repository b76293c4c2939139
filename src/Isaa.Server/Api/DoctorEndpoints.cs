using Isaa.Protocol.Health;
using Isaa.Server.Doctor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api;

internal static class DoctorEndpoints
{
    public static void MapDoctor(this IEndpointRouteBuilder app) =>
        app.MapGet("/doctor", LookAsync).WithSummary("Looks whether the server's machine has what Isaa needs, and names the repair; with 'store' also through all jobs of the store");

    private static async Task<DoctorReport> LookAsync(
        IEnumerable<IDoctorCheck> checks, InvariantCheck invariants, bool? store, CancellationToken cancellationToken)
    {
        var found = new List<DoctorCheck>();
        foreach (var check in store == true ? checks.Append(invariants) : checks)
        {
            found.AddRange(await check.LookAsync(cancellationToken));
        }

        return new DoctorReport { IsHealthy = found.All(c => c.Status != CheckStatus.Failed), Checks = found };
    }
}
