using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs;
using Isaa.Storage.Jobs.Adding;
using Isaa.Storage.Jobs.Claims;
using Isaa.Storage.Jobs.Workers;
using Isaa.Storage.Sql;
using Isaa.Storage.Sqlite.Engine;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Sqlite;

/// <summary>A plain job pays nothing for what it does not use: no statement beyond those that keep it, move it and tell of it.</summary>
public sealed class SqliteStatementTests : IAsyncLifetime
{
    private const int Jobs = 50;
    private static readonly IdSource Ids = new(TimeProvider.System);
    private readonly SqliteFixture _fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => new(_fixture.Store.OpenAsync(Token));

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public void Each_step_of_a_plain_job_costs_few_statements_and_each_commit_its_counts()
    {
        using var database = SqliteDatabase.Open(_fixture.Path, TimeSpan.FromSeconds(5), create: false);
        var context = new CountingContext(database) { Now = 1_000_000 };
        var worker = new WorkerId(Ids.Next());
        WorkerWrites.Beat(context, new WorkerHeartbeat { Worker = worker, Host = "here", ProcessId = 1, LeaseTime = TimeSpan.FromMinutes(1) }, isKnown: false);
        JobInserts.Add(context, [New()]);
        context.Finish();
        var request = new ClaimRequest { Worker = worker, Limit = Jobs, Kinds = ["test.work"] };
        JobClaims.Claim(context, request, new TenantTurns(), ClaimTable.OneByOne);
        context.Finish();

        // Job, arguments, event.
        Assert.Equal((3 * Jobs, 1), Count(context, () => JobInserts.Add(context, [.. Enumerable.Range(0, Jobs).Select(_ => New())])));

        // Once for all: the worker with the newest lane, the head of the lane. For each: the job, its change, the event.
        IReadOnlyList<ClaimedJob> claimed = [];
        Assert.Equal((2 + 3 * Jobs, 2), Count(context, () => claimed = JobClaims.Claim(context, request, new TenantTurns(), ClaimTable.OneByOne).Jobs));

        // The job's change, which finds it, and the event.
        Assert.Equal(Jobs, claimed.Count);
        Assert.Equal((2 * Jobs, 2), Count(context, () =>
        {
            foreach (var job in claimed)
            {
                Assert.True(JobSettlements.Settle(context, new Settlement.Complete { Lease = job.Lease }));
            }
        }));
    }

    private static NewJob New() => new() { Id = new JobId(Ids.Next()), Kind = "test.work", Arguments = new byte[] { 49 } };

    private static (int Operation, int Commit) Count(CountingContext context, Action operation)
    {
        context.Count = 0;
        operation();
        var count = context.Count;
        context.Count = 0;
        context.Finish();
        return (count, context.Count);
    }

    private sealed class CountingContext(SqliteDatabase database) : SqlWriteContext([])
    {
        public int Count { get; set; }

        public override SqlDialect Dialect => SqliteDialect.Instance;

        public override SqlStatement Statement(string sql)
        {
            Count++;
            return database.Statement(sql);
        }
    }
}
