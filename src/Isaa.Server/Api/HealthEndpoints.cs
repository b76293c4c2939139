using System.Reflection;
using Isaa.Protocol.Health;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api;

internal static class HealthEndpoints
{
    private static readonly string Version =
        typeof(HealthEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public static void MapHealth(this IEndpointRouteBuilder app) =>
        app.MapGet("/health", Get).WithSummary("Says that the server answers; needs no key");

    private static HealthView Get() => new() { Status = "ok", Version = Version };
}
