using System.Data.Common;
using Isaa.Jobs;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance.Edges;

/// <summary>Ending a job inside a transaction that its handler began on the same database.</summary>
public abstract class CallerTransactionConformance : JobStoreConformance
{
    [Fact]
    public async Task An_attempt_that_ended_in_the_handlers_transaction_ends_with_its_commit()
    {
        await AddAsync();
        var claimed = await ClaimOneAsync();
        await using var connection = await ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            await ExecuteAsync(connection, transaction, "INSERT INTO orders VALUES ('one')");
            Assert.True(Store.Settle(transaction, new Settlement.Complete { Lease = claimed.Lease, Result = Json("1") }));
            await transaction.CommitAsync(Token);
        }

        var detail = (await Store.FindAsync(claimed.Job.Id, Token))!;
        Assert.Equal((JobState.Completed, "1"), (detail.Job.State, Text(detail.Result)));
        Assert.Equal(1L, Convert.ToInt64(await ExecuteAsync(connection, null, "SELECT count(*) FROM orders"), null));
        Assert.Equal(["job.added", "job.active", "job.completed"], await EventTypesOfAsync(claimed.Job.Id));
        Assert.Equal(1, (await Store.CountAsync(null, Token))[JobState.Completed]);
    }

    [Fact]
    public async Task After_a_rollback_the_attempt_goes_on()
    {
        await AddAsync();
        var claimed = await ClaimOneAsync();
        await using var connection = await ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            Assert.True(Store.Settle(transaction, new Settlement.Fail { Lease = claimed.Lease, Error = Error() }));
        }

        Assert.Equal(JobState.Active, (await GetAsync(claimed.Job.Id)).State);
        await CompleteAsync(claimed);
    }

    [Fact]
    public async Task A_job_fails_for_good_in_the_handlers_transaction_and_tells_those_that_wait_for_it()
    {
        var first = await AddAsync();
        var claimed = await ClaimOneAsync();
        var dependant = await AddAsync(New() with { DependsOn = [new() { Job = first }] });
        await using var connection = await ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            Assert.True(Store.Settle(transaction, new Settlement.Fail { Lease = claimed.Lease, Error = Error() }));
            await transaction.CommitAsync(Token);
        }

        Assert.Equal(JobState.Failed, (await GetAsync(first)).State);
        Assert.Equal("dependency_failed", (await GetAsync(dependant)).Error!.Code);
    }

    [Fact]
    public async Task Whoever_lost_the_lease_ends_nothing_there()
    {
        await AddAsync();
        var claimed = await ClaimOneAsync();
        Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(1, (await Store.RescueAsync(3, Token)).Rescued);
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Token);

        Assert.False(Store.Settle(transaction, new Settlement.Complete { Lease = claimed.Lease }));

        await transaction.CommitAsync(Token);
        Assert.Equal(JobState.Ready, (await GetAsync(claimed.Job.Id)).State);
    }

    private async Task<DbConnection> ConnectAsync()
    {
        var connection = Fixture.Connect();
        await connection.OpenAsync(Token);
        await ExecuteAsync(connection, null, "CREATE TABLE orders (name text NOT NULL)");
        return connection;
    }

    private static async Task<object?> ExecuteAsync(DbConnection connection, DbTransaction? transaction, string sql)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(Token);
    }
}
