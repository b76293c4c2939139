using Isaa.Sandbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Isaa.Server.Doctor;

internal static class DoctorServiceCollectionExtensions
{
    public static IServiceCollection AddDoctor(this IServiceCollection services)
    {
        services.TryAddSingleton<SandboxCheck>();
        return services
            .AddSingleton<IDoctorCheck, HomeCheck>()
            .AddSingleton<IDoctorCheck, StoreCheck>()
            .AddSingleton<IDoctorCheck, ProgramCheck>()
            .AddSingleton<IDoctorCheck, SandboxProof>()
            .AddSingleton<IDoctorCheck, FunctionProof>()
            .AddSingleton<IDoctorCheck, ModelCheck>()
            .AddSingleton<IDoctorCheck, ServerCheck>();
    }
}
