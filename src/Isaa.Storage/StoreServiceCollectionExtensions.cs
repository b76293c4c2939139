using Isaa.Agents.Sessions;
using Isaa.Definitions;
using Isaa.Functions.Executions;
using Isaa.Jobs.Limits;
using Isaa.Storage.Agents;
using Isaa.Storage.Definitions;
using Isaa.Storage.Functions;
using Isaa.Storage.Jobs.Queues;
using Isaa.Storage.Postgres;
using Isaa.Storage.Sql;
using Isaa.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Storage;

/// <summary>Registers a store.</summary>
public static class StoreServiceCollectionExtensions
{
    /// <summary>Keeps everything where the address says; opened when first used.</summary>
    /// <param name="services">The services.</param>
    /// <param name="address">The database or file.</param>
    public static IServiceCollection AddStore(this IServiceCollection services, StoreAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.IsPostgres
            ? services.AddPostgresStore(new PostgresStoreOptions { ConnectionString = address.Target })
            : services.AddSqliteStore(new SqliteStoreOptions { Path = address.Target });
    }

    /// <summary>Registers the features' stores on the <see cref="ISqlStore"/>, and the writers of their changes.</summary>
    internal static IServiceCollection AddFeatureStores(this IServiceCollection services)
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
