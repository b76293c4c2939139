using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Store;
using Isaa.Storage.Tests.Support;
using Npgsql;

namespace Isaa.Storage.Tests.Postgres;

public sealed class PostgresCallerTransactionTests : IAsyncLifetime
{
    private static readonly IdSource Ids = new(TimeProvider.System);
    private readonly PostgresFixture _fixture = new();
    private NpgsqlConnection _connection = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await AddAsync();
        _connection = new NpgsqlConnection(_fixture.Address);
        await _connection.OpenAsync(Token);
        await ExecuteAsync("CREATE TABLE orders (name text NOT NULL)");
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _fixture.DisposeAsync();
    }

    [Fact]
    public async Task A_job_and_the_callers_rows_commit_together()
    {
        await using var transaction = await _connection.BeginTransactionAsync(Token);
        await ExecuteAsync("INSERT INTO orders VALUES ('one')");
        var job = NewJob();
        _fixture.Jobs.Enqueue(transaction, [job]);
        Assert.Null(await _fixture.Jobs.FindAsync(job.Id, Token));

        await transaction.CommitAsync(Token);

        Assert.Equal(JobState.Ready, (await _fixture.Jobs.FindAsync(job.Id, Token))!.Job.State);
        Assert.Contains(await ClaimAsync(), c => c.Job.Id == job.Id);
    }

    [Fact]
    public async Task Neither_is_there_after_a_rollback()
    {
        var job = NewJob();
        await using (var transaction = await _connection.BeginTransactionAsync(Token))
        {
            _fixture.Jobs.Enqueue(transaction, [job]);
        }

        Assert.Null(await _fixture.Jobs.FindAsync(job.Id, Token));
    }

    [Fact]
    public async Task The_log_does_not_wait_for_the_caller_and_loses_nothing_of_it()
    {
        await using var transaction = await _connection.BeginTransactionAsync(Token);
        await ExecuteAsync("INSERT INTO orders VALUES ('early, so that the transaction has its number')");
        var before = await AddAsync();
        var seen = await ReadAllAsync(EventCursor.Start);
        Assert.Equal(before, seen[^1].Job);

        var late = NewJob();
        _fixture.Jobs.Enqueue(transaction, [late]);
        var between = await AddAsync();
        seen = await ReadAllAsync(EventCursor.Start);
        Assert.Equal(between, seen[^1].Job);
        await transaction.CommitAsync(Token);
        var after = await AddAsync();

        var rest = await ReadAllAsync(seen[^1].Cursor);

        Assert.Equivalent(new[] { late.Id, after }, rest.Select(e => e.Job), strict: true);
    }

    [Fact]
    public async Task A_transaction_of_another_database_is_refused()
    {
        await using var elsewhere = new NpgsqlConnection(PostgresCluster.Shared.NewAddress());
        await elsewhere.OpenAsync(Token);
        await using var transaction = await elsewhere.BeginTransactionAsync(Token);

        var error = Assert.Throws<ArgumentException>(() => _fixture.Jobs.Enqueue(transaction, [NewJob()]));

        Assert.Contains("same database and search path", error.Message, StringComparison.Ordinal);
    }

    private static NewJob NewJob() => new() { Id = new JobId(Ids.Next()), Kind = "test.work", Arguments = new byte[] { (byte)'1' } };

    private async Task<JobId> AddAsync()
    {
        var job = NewJob();
        await _fixture.Jobs.EnqueueAsync([job], Token);
        return job.Id;
    }

    private async Task<IReadOnlyList<ClaimedJob>> ClaimAsync()
    {
        var worker = new WorkerId(Ids.Next());
        await _fixture.Jobs.HeartbeatAsync(new WorkerHeartbeat { Worker = worker, Host = "here", ProcessId = 1, LeaseTime = TimeSpan.FromMinutes(1) }, Token);
        return (await _fixture.Jobs.ClaimAsync(new ClaimRequest { Worker = worker, Limit = 10, Kinds = ["test.work"] }, Token)).Jobs;
    }

    private Task<IReadOnlyList<JobEvent>> ReadAllAsync(EventCursor after) => _fixture.Jobs.ReadEventsAsync(new EventQuery { After = after }, Token);

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(Token);
    }
}
