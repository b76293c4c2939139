using Isaa.Storage.Jobs;
using Microsoft.Extensions.DependencyInjection;

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
        return services.AddSqlStore(with => new SqliteStore(options, with.Time, with.Ids, with.Writers, with.Loggers), CreateJobStore);
    }

    /// <summary>The queue on a SQLite file.</summary>
    internal static JobStore CreateJobStore(SqliteStore store) => new(store, new WorkerLocks(store.Path));
}
