using Isaa.Diagnostics;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs;
using Isaa.Storage.Sql;
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
            provider.GetServices<ISqlStoreWriter>(),
            provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance));
        services.AddSingleton<ISqlStore>(provider => provider.GetRequiredService<SqliteStore>());
        services.AddSingleton<IJobStore>(provider => CreateJobStore(provider.GetRequiredService<SqliteStore>()));
        return services.AddFeatureStores();
    }

    /// <summary>The queue on a SQLite file.</summary>
    internal static JobStore CreateJobStore(SqliteStore store) => new(store, new WorkerLocks(store.Path));
}
