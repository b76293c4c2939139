using Isaa.Agents.Registry;
using Isaa.Agents.Sessions;
using Isaa.Diagnostics;
using Isaa.Jobs.Store;
using Isaa.Storage.Sqlite.Agents;
using Isaa.Storage.Sqlite.Engine;
using Isaa.Storage.Sqlite.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Isaa.Storage.Sqlite;

/// <summary>Registers the SQLite store.</summary>
public static class SqliteServiceCollectionExtensions
{
    /// <summary>Keeps everything in one SQLite file, opened when first used.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">Where the file is.</param>
    public static IServiceCollection AddSqliteStore(this IServiceCollection services, SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IdSource>();
        services.AddSingleton(provider => new SqliteStore(
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IdSource>(),
            provider.GetServices<ISqliteStoreWriter>(),
            provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance));
        services.AddSingleton<IJobStore, SqliteJobStore>();
        services.AddSingleton<IAgentStore, SqliteAgentStore>();
        services.AddSingleton<ISessionStore, SqliteSessionStore>();
        services.AddSingleton<ISqliteStoreWriter, SqliteSessionWriter>();
        return services;
    }
}
