using Isaa.Functions.Executions;
using Isaa.Functions.Offering;
using Isaa.Functions.Running;
using Isaa.Jobs;
using Isaa.Jobs.Maintenance;
using Isaa.Tools;
using Isaa.Tools.Stored;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Isaa.Functions.Storing;

/// <summary>Registers the store of functions.</summary>
public static class FunctionStoreServiceCollectionExtensions
{
    /// <summary>
    /// Registers the store of functions, their calls, job kind <c>function.run</c>, and functions as tools of agents. Jobs and tools must be registered too, a runner and a checker of
    /// functions, and the stores of definitions and executions, which come with the database.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="options">How functions are kept and called; null for the defaults, or those registered before.</param>
    public static IServiceCollection AddFunctionStore(this IServiceCollection services, FunctionStoreOptions? options = null)
    {
        services.TryAddSingleton(options ?? new FunctionStoreOptions());
        services.TryAddSingleton<FunctionStore>();
        services.TryAddSingleton<FunctionExecutor>();
        services.TryAddSingleton<FunctionWarmUp>();
        services.TryAddSingleton<IStoredTools, FunctionsAsTools>();
        services.AddTools<FunctionTools>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMaintenanceTask, ExecutionPruner>());
        return services.AddJob<FunctionRunJob, FunctionRunHandler>(FunctionRunJob.Kind, FunctionRunJson.Default.FunctionRunJob);
    }
}
