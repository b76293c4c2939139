using System.Data.Common;
using Isaa.Storage.Postgres;
using Isaa.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Isaa.Storage.Tests.Crashes.Host;

/// <summary>A store as processes name it to each other.</summary>
internal abstract record CrashStore(string Name, string Address)
{
    private const string SqlitePrefix = "sqlite:";

    public static CrashStore Parse(string address) =>
        address.StartsWith(SqlitePrefix, StringComparison.Ordinal) ? new Sqlite(address[SqlitePrefix.Length..]) : new Postgres(address);

    /// <summary>Registers the store.</summary>
    /// <param name="services">The services.</param>
    /// <param name="isOwnClock">Whether the process goes by a clock of its own, however wrong.</param>
    public abstract void AddTo(IServiceCollection services, bool isOwnClock);

    /// <summary>A connection of a program's own to the same database.</summary>
    public abstract DbConnection Connect();

    /// <summary>How much room it takes, in bytes.</summary>
    public abstract long Measure();

    public sealed record Sqlite(string Path) : CrashStore("sqlite", SqlitePrefix + Path)
    {
        public override void AddTo(IServiceCollection services, bool isOwnClock) => services.AddSqliteStore(new SqliteStoreOptions { Path = Path });

        public override DbConnection Connect()
        {
            var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
            connection.Open();
            return connection;
        }

        public override long Measure() => new FileInfo(Path).Length + (new FileInfo(Path + "-wal") is { Exists: true } log ? log.Length : 0);
    }

    public sealed record Postgres(string ConnectionString) : CrashStore("postgres", ConnectionString)
    {
        public override void AddTo(IServiceCollection services, bool isOwnClock) =>
            services.AddPostgresStore(new PostgresStoreOptions { ConnectionString = ConnectionString, UseServerClock = !isOwnClock });

        public override DbConnection Connect()
        {
            var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
            connection.Open();
            return connection;
        }

        public override long Measure()
        {
            using var connection = Connect();
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'";
            return (long)command.ExecuteScalar()!;
        }
    }
}
