using Isaa.Agents.Approvals;
using Isaa.Agents.Memory;
using Isaa.Agents.Registry;
using Isaa.Agents.Sessions;
using Isaa.Agents.Usage;
using Isaa.Definitions;
using Isaa.Diagnostics;
using Isaa.Functions.Executions;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Store;
using Isaa.Storage.Agents;
using Isaa.Storage.Agents.Approvals;
using Isaa.Storage.Agents.Memory;
using Isaa.Storage.Definitions;
using Isaa.Storage.Functions;
using Isaa.Storage.Jobs.Queues;
using Isaa.Storage.Postgres;
using Isaa.Storage.Sql;
using Isaa.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Isaa.Storage;

/// <summary>Registers a store.</summary>
public static class StoreServiceCollectionExtensions
{
    /// <summary>Keeps everything where the address says; opened when first used.</summary>
    /// <param name="services">The services.</param>
    /// <param name="address">The database or file.</param>
    /// <param name="firstPatience">How long the first call waits for a database that does not answer yet; null for a few seconds.</param>
    public static IServiceCollection AddStore(this IServiceCollection services, StoreAddress address, TimeSpan? firstPatience = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsPostgres)
        {
            return services.AddSqliteStore(new SqliteStoreOptions { Path = address.Target });
        }

        var options = new PostgresStoreOptions { ConnectionString = address.Target };
        options.FirstPatience = firstPatience ?? options.FirstPatience;
        return services.AddPostgresStore(options);
    }

    /// <summary>Registers a database as the <see cref="ISqlStore"/>, the queue on it, the features' stores, and the writers of their changes.</summary>
    /// <param name="services">The services.</param>
    /// <param name="open">Makes the database; called when it is first needed.</param>
    /// <param name="queue">Makes the queue on it.</param>
    internal static IServiceCollection AddSqlStore<TStore>(
        this IServiceCollection services, Func<StoreSurroundings, TStore> open, Func<TStore, IJobStore> queue)
        where TStore : class, ISqlStore
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IdSource>();
        return services
            .AddSingleton(provider => open(new StoreSurroundings(
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<IdSource>(),
                provider.GetServices<ISqlStoreWriter>(),
                provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance)))
            .AddSingleton<ISqlStore>(provider => provider.GetRequiredService<TStore>())
            .AddSingleton(provider => queue(provider.GetRequiredService<TStore>()))
            .AddOperatingStores()
            .AddSingleton<IDefinitionStore, DefinitionStore>()
            .AddSingleton<IFunctionLog, FunctionLog>()
            .AddSingleton<IQueueStore, QueueStore>()
            .AddSingleton<ISessionStore, SessionStore>()
            .AddSingleton<ISqlStoreWriter, SessionWriter>()
            .AddSingleton<IAgentStore, AgentStore>()
            .AddSingleton<IUsageStore, UsageStore>()
            .AddSingleton<ISqlStoreWriter, UsageWriter>()
            .AddSingleton<IApprovalStore, ApprovalStore>()
            .AddSingleton<ISqlStoreWriter, ApprovalWriter>()
            .AddSingleton<IAgentStateStore, AgentStateStore>()
            .AddSingleton<ISqlStoreWriter, AgentStateWriter>();
    }
}
