using Isaa.Diagnostics;
using Isaa.Storage.Postgres.Jobs;
using Microsoft.Extensions.DependencyInjection;

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
        return services.AddSqlStore(with => new PostgresStore(options, with.Time, with.Ids, with.Writers, with.Loggers), store => new PostgresJobStore(store));
    }
}
