using Isaa.Jobs;
using Isaa.Protocol.Health;
using Isaa.Storage;
using Isaa.Storage.Tests.Support;

namespace Isaa.Server.Tests.Hosting;

public sealed class PostgresServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_address_moves_everything_to_PostgreSQL()
    {
        var store = StoreAddress.Parse(PostgresCluster.Shared.NewAddress());
        await using var server = await TestServer.StartAsync(o => o with { Store = store, RunsWorker = true });

        var job = await server.AddAsync("kept elsewhere");
        var ended = await server.Queue.WaitAsync(job, Token);

        Assert.Equal(JobState.Completed, ended!.Job.State);
        Assert.False(File.Exists(server.Server.Home.StoreFile));
        Assert.Equal(store.Shown, server.Server.Store.Shown);
    }

    [Fact]
    public async Task The_doctor_says_when_the_database_may_lose_what_it_acknowledged()
    {
        await using var server = await TestServer.StartAsync(o => o with { Store = StoreAddress.Parse(PostgresCluster.Shared.NewAddress()) });

        var check = Assert.Single((await server.Owner.GetDoctorAsync(cancellationToken: Token)).Checks, c => c.Name == "store");

        Assert.Equal(CheckStatus.Failed, check.Status);
        Assert.Contains("fsync", check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_named_by_the_doctor()
    {
        var address = PostgresCluster.Shared.NewAddress().Replace("Database=postgres", "Database=nowhere", StringComparison.Ordinal);
        await using var server = await TestServer.StartAsync(o => o with { Store = StoreAddress.Parse(address) });

        var check = Assert.Single((await server.Owner.GetDoctorAsync(cancellationToken: Token)).Checks, c => c.Name == "store");

        Assert.Equal(CheckStatus.Failed, check.Status);
        Assert.Contains("Create the database", check.Message, StringComparison.Ordinal);
    }
}
