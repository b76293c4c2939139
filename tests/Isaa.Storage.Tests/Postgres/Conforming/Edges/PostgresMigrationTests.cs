using Isaa.Storage.Postgres.Engine;
using Isaa.Storage.Tests.Conformance.Edges;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres.Conforming.Edges;

public sealed class PostgresMigrationTests : MigrationConformance
{
    [Fact]
    public async Task Somebody_who_holds_a_table_for_long_keeps_the_migration_waiting_and_nobody_else()
    {
        var job = await AddAsync();
        await using var reader = Fixture.Connect();
        await reader.OpenAsync(Token);
        var holding = await reader.BeginTransactionAsync(Token);
        await using (var read = reader.CreateCommand())
        {
            read.CommandText = "SELECT count(*) FROM isaa_jobs";
            Assert.Equal(1L, await read.ExecuteScalarAsync(Token));
        }

        var migrating = Task.Run(() => Migrate(Change), Token);
        for (var i = 0; i < 20; i++)
        {
            await AddAsync();
        }

        await CompleteAsync(await BeatAsync(), job);
        Assert.False(migrating.IsCompleted);
        await holding.DisposeAsync();
        await migrating;
        Assert.Equal(21, (await Store.CountAsync(null, Token)).Values.Sum());
    }

    private protected override StoreFixture Create() => new PostgresFixture();

    private protected override void Migrate(string sql)
    {
        var address = PostgresAddress.Parse(((PostgresFixture)Fixture).Address);
        using var connection = PostgresConnection.Open(address);
        new PostgresMigrator(connection, address, [.. PostgresMigrator.Known, new Migration(PostgresMigrator.Known.Count + 1, "test", sql)])
            .Run(Time.GetUtcNow().ToUnixTimeMilliseconds());
    }
}
