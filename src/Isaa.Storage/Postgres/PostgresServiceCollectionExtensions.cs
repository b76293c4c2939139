using Isaa.Diagnostics;
using Isaa.Jobs.Store;
using Isaa.Storage.Postgres.Jobs;
using Isaa.Storage.Sql;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Isaa.Storage.Postgres;

/// <summary>Registers the PostgreSQL store.</summary>
public static class PostgresServiceCollectionExtensions
{
    /// <summary>Keeps everything in one PostgreSQL database, which any number of processes on any machines may share. Opened when first used.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">Where the database is.</param>
    /// <exception cref="IsaaException"><c>store_invalid</c>, when the store is first needed: the address cannot be read.</exception>
    public static IServiceCollection AddPostgresStore(this IServiceCollection services, PostgresStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IdSource>();
        services.AddSingleton(provider => new PostgresStore(
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IdSource>(),
            provider.GetServices<ISqlStoreWriter>(),
            provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance));
        services.AddSingleton<ISqlStore>(provider => provider.GetRequiredService<PostgresStore>());
        services.AddSingleton<IJobStore>(provider => new PostgresJobStore(provider.GetRequiredService<PostgresStore>()));
        return services.AddFeatureStores();
    }
}
