using System.Data.Common;
using Isaa.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Storage.Tests.Crashes.Host;

/// <summary>A store as processes name it to each other.</summary>
internal abstract record CrashStore(string Name, string Address)
{
    private const string SqlitePrefix = "sqlite:";

    public static CrashStore Parse(string address) => address.StartsWith(SqlitePrefix, StringComparison.Ordinal)
        ? new Sqlite(address[SqlitePrefix.Length..])
        : throw new ArgumentException($"'{address}' names no store.", nameof(address));

    public abstract void AddTo(IServiceCollection services);

    /// <summary>A connection of a program's own to the same database.</summary>
    public abstract DbConnection Connect();

    public sealed record Sqlite(string Path) : CrashStore("sqlite", SqlitePrefix + Path)
    {
        public override void AddTo(IServiceCollection services) => services.AddSqliteStore(new SqliteStoreOptions { Path = Path });

        public override DbConnection Connect()
        {
            var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
            connection.Open();
            return connection;
        }
    }
}
