using Isaa.Storage.Sqlite.Engine;
using Isaa.Storage.Tests.Conformance.Edges;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Sqlite.Conforming.Edges;

public sealed class SqliteMigrationTests : MigrationConformance
{
    private protected override StoreFixture Create() => new SqliteFixture();

    private protected override void Migrate(string sql)
    {
        var path = ((SqliteFixture)Fixture).Path;
        using var database = SqliteDatabase.Open(path, TimeSpan.FromMinutes(1), create: false);
        new SqliteMigrator(database, path, [.. SqliteMigrator.Known, new Migration(SqliteMigrator.Known.Count + 1, "test", sql)]).Run(Time.GetUtcNow());
    }
}
