using Isaa.Agents.Sessions;
using Isaa.Definitions;
using Isaa.Functions.Executions;
using Isaa.Jobs.Limits;
using Isaa.Storage.Agents;
using Isaa.Storage.Definitions;
using Isaa.Storage.Functions;
using Isaa.Storage.Jobs.Queues;
using Isaa.Storage.Sql;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Storage;

/// <summary>Registers what every database keeps in the same way.</summary>
internal static class StoreServiceCollectionExtensions
{
    /// <summary>Registers the features' stores on the <see cref="ISqlStore"/>, and the writers of their changes.</summary>
    public static IServiceCollection AddFeatureStores(this IServiceCollection services)
    {
        services.AddSingleton<IDefinitionStore, DefinitionStore>();
        services.AddOperatingStores();
        services.AddSingleton<IFunctionLog, FunctionLog>();
        services.AddSingleton<IQueueStore, QueueStore>();
        services.AddSingleton<ISessionStore, SessionStore>();
        services.AddSingleton<ISqlStoreWriter, SessionWriter>();
        return services;
    }
}
