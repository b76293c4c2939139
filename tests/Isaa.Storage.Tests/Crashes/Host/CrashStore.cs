using System.Data.Common;
using Isaa.Storage.Postgres;
using Isaa.Storage.Sqlite;
using Isaa.Storage.Sqlite.Engine.Locks;
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

    /// <summary>Whether a process has a write open at this moment.</summary>
    public abstract bool IsBeingWritten();

    public sealed record Sqlite(string Path) : CrashStore("sqlite", SqlitePrefix + Path)
    {
        private const int Busy = 5;

        public override void AddTo(IServiceCollection services, bool isOwnClock) => services.AddSqliteStore(new SqliteStoreOptions { Path = Path });

        public override DbConnection Connect()
        {
            var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
            connection.Open();
            return connection;
        }

        public override long Measure() => new FileInfo(Path).Length + (new FileInfo(Path + "-wal") is { Exists: true } log ? log.Length : 0);

        public override bool IsBeingWritten()
        {
            using var turn = new ProcessTurn(Path);
            if (!turn.TryEnter())
            {
                return true;
            }

            try
            {
                using var connection = new SqliteConnection($"Data Source={Path};Pooling=False;Default Timeout=1");
                connection.Open();
                using var transaction = connection.BeginTransaction();
                return false;
            }
            catch (SqliteException e) when (e.SqliteErrorCode == Busy)
            {
                return true;
            }
            finally
            {
                turn.Leave();
            }
        }
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

        // Each writing connection holds the advisory lock of its schema for its whole life.
        public override bool IsBeingWritten()
        {
            using var connection = Connect();
            using var command = connection.CreateCommand();
            command.CommandText = """
                SELECT EXISTS (
                    SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid)
                    WHERE l.locktype = 'advisory' AND l.classid = 1769169249 AND l.objid = hashtext(current_schema())::oid AND a.state <> 'idle')
                """;
            return (bool)command.ExecuteScalar()!;
        }
    }
}
