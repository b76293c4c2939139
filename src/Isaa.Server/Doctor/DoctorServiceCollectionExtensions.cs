using Isaa.Sandbox;
using Isaa.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Isaa.Server.Doctor;

internal static class DoctorServiceCollectionExtensions
{
    public static IServiceCollection AddDoctor(this IServiceCollection services, StoreAddress store)
    {
        services.TryAddSingleton<SandboxCheck>();
        services.AddSingleton<IDoctorCheck, HomeCheck>();
        _ = store.IsPostgres ? services.AddSingleton<IDoctorCheck, PostgresCheck>() : services.AddSingleton<IDoctorCheck, StoreCheck>();
        services.TryAddSingleton<InvariantCheck>();
        return services
            .AddSingleton<IDoctorCheck, WorkerCheck>()
            .AddSingleton<IDoctorCheck, ProgramCheck>()
            .AddSingleton<IDoctorCheck, SandboxProof>()
            .AddSingleton<IDoctorCheck, FunctionProof>()
            .AddSingleton<IDoctorCheck, ModelCheck>()
            .AddSingleton<IDoctorCheck, ServerCheck>();
    }
}
