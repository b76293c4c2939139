using Isaa.Agents;
using Isaa.Chains;
using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Functions;
using Isaa.Functions.Running;
using Isaa.Functions.Storing;
using Isaa.Jobs;
using Isaa.Jobs.Maintenance;
using Isaa.Jobs.Working;
using Isaa.Models;
using Isaa.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Isaa.Hosting;

/// <summary>Registers the whole engine.</summary>
public static class IsaaServiceCollectionExtensions
{
    /// <summary>Registers the engine. A store must be registered too, for example with <c>AddSqliteStore</c>; model providers come from connectors.</summary>
    /// <param name="services">The services; logging must be among them.</param>
    /// <param name="options">How it is set up; null for the defaults.</param>
    public static IServiceCollection AddIsaa(this IServiceCollection services, IsaaOptions? options = null)
    {
        options ??= new IsaaOptions();
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IdSource>();
        services.TryAddSingleton(_ => IsaaHome.Open(options.HomeFolder));
        services.TryAddSingleton<HostCapabilities>();
        services.TryAddSingleton(provider => Working(options, provider.GetRequiredService<HostCapabilities>()));
        services.AddIsaaJobs();
        services.AddIsaaTools();
        services.AddIsaaFunctions();
        services.AddOptions<FunctionOptions>().Configure<IsaaHome>(static (functions, home) => functions.CompiledFolder ??= Path.Combine(home.Path, "compiled"));
        services.AddFunctionStore();
        services.AddIsaaModels();
        services.AddIsaaAgents();
        services.AddIsaaChains();
        services.AddSingleton(provider => new Lazy<Worker>(provider.GetRequiredService<Worker>));
        services.AddSingleton(provider => new Lazy<FunctionWarmUp>(provider.GetRequiredService<FunctionWarmUp>));
        services.AddSingleton(provider => new Lazy<MaintenanceLoop>(provider.GetRequiredService<MaintenanceLoop>));
        services.AddSingleton<IHostedService, EngineHost>();
        return services;
    }

    private static WorkerOptions Working(IsaaOptions options, HostCapabilities capabilities) => new()
    {
        Concurrency = options.Concurrency,
        Name = options.WorkerName,
        Queues = options.Queues,
        Reserved = options.Reserved,
        Only = options.OnlyJob,
        StopGrace = options.StopGrace,
        StopLimit = options.StopLimit,
        FindCapabilities = capabilities.Find,
    };
}
