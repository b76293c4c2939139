using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Isaa.Storage.Tests.Sqlite;

public sealed class SqliteCallerTransactionTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();
    private SqliteConnection _connection = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _fixture.Store.OpenAsync(Token);
        _connection = new SqliteConnection($"Data Source={_fixture.Path};Pooling=False");
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = "CREATE TABLE orders (name TEXT)";
        command.ExecuteNonQuery();
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _fixture.DisposeAsync();
    }

    [Fact]
    public async Task Jobs_count_from_the_callers_commit_together_with_its_own_rows()
    {
        var job = New();
        await using (var transaction = _connection.BeginTransaction())
        {
            InsertOrder(transaction);
            Assert.True(Assert.Single(_fixture.Jobs.Enqueue(transaction, [job])).IsNew);
            Assert.Null(await _fixture.Jobs.FindAsync(job.Id, Token));
            transaction.Commit();
        }

        Assert.Equal(JobState.Ready, (await _fixture.Jobs.FindAsync(job.Id, Token))!.Job.State);
        Assert.Equal(1L, CountOrders());
    }

    [Fact]
    public async Task Nothing_remains_of_jobs_whose_transaction_is_rolled_back()
    {
        var job = New();
        await using (var transaction = _connection.BeginTransaction())
        {
            InsertOrder(transaction);
            _fixture.Jobs.Enqueue(transaction, [job]);
            transaction.Rollback();
        }

        Assert.Null(await _fixture.Jobs.FindAsync(job.Id, Token));
        Assert.Equal(0L, CountOrders());
        Assert.True(Assert.Single(await _fixture.Jobs.EnqueueAsync([job], Token)).IsNew);
    }

    [Fact]
    public async Task A_job_added_so_is_claimed_like_any_other()
    {
        var job = New();
        await using (var transaction = _connection.BeginTransaction())
        {
            _fixture.Jobs.Enqueue(transaction, [job, job]);
            transaction.Commit();
        }

        var worker = new WorkerId(job.Id.Value);
        await _fixture.Jobs.HeartbeatAsync(new WorkerHeartbeat { Worker = worker, Host = "here", ProcessId = 1, LeaseTime = TimeSpan.FromMinutes(1) }, Token);
        var claimed = await _fixture.Jobs.ClaimAsync(new ClaimRequest { Worker = worker, Limit = 9, Kinds = [job.Kind] }, Token);
        Assert.Equal(job.Id, Assert.Single(claimed.Jobs).Job.Id);
    }

    [Fact]
    public async Task The_writer_refuses_a_call_that_would_wait_for_its_own_caller()
    {
        await using (var transaction = _connection.BeginTransaction())
        {
            _fixture.Jobs.Enqueue(transaction, [New()]);

            var error = await Assert.ThrowsAsync<IsaaException>(() => _fixture.Jobs.EnqueueAsync([New()], Token));

            Assert.Equal("store_transaction_open", error.Code);
            transaction.Commit();
        }

        await _fixture.Jobs.EnqueueAsync([New()], Token);
    }

    [Fact]
    public async Task A_transaction_on_another_file_is_refused()
    {
        await using var elsewhere = new SqliteConnection($"Data Source={_fixture.Path}.other;Pooling=False");
        elsewhere.Open();
        await using var transaction = elsewhere.BeginTransaction();

        var error = Assert.Throws<ArgumentException>(() => _fixture.Jobs.Enqueue(transaction, [New()]));

        Assert.Contains(".other", error.Message, StringComparison.Ordinal);
    }

    private static NewJob New() => new() { Id = new JobId(new IdSource(TimeProvider.System).Next()), Kind = "test.work", Arguments = new byte[2] };

    private void InsertOrder(SqliteTransaction transaction)
    {
        using var command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT INTO orders VALUES ('one')";
        command.ExecuteNonQuery();
    }

    private object? CountOrders()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM orders";
        return command.ExecuteScalar();
    }
}
