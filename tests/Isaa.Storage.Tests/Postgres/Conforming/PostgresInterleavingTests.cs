using Isaa.Jobs;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Events;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs;
using Isaa.Storage.Jobs.Adding;
using Isaa.Storage.Jobs.Groups;
using Isaa.Storage.Jobs.Queues;
using Isaa.Storage.Sql;
using Isaa.Storage.Tests.Conformance;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres.Conforming;

/// <summary>Two transactions that meet at one point, one after the other made to go on.</summary>
public sealed class PostgresInterleavingTests : JobStoreConformance
{
    private const string WaitsForMe = "SELECT 1 FROM pg_locks w JOIN pg_locks h ON h.transactionid = w.transactionid AND h.granted WHERE NOT w.granted AND h.pid = pg_backend_pid()";

    private const string SelectGroup = "SELECT group_row FROM isaa_groups";

    private const string SelectQueue = "SELECT queue_row FROM isaa_queues";

    private const string SelectPending = "SELECT pending FROM isaa_jobs WHERE id = ?";

    private protected override StoreFixture Create() => new PostgresFixture();

    [Fact]
    public async Task Two_that_end_at_once_tell_the_one_that_waits_for_both_only_what_is_still_open()
    {
        var (first, second) = (await AddAsync(), await AddAsync());
        var waiting = await AddAsync(New() with
        {
            DependsOn = [new JobDependency { Job = first, OnFailure = FailurePolicy.Continue }, new JobDependency { Job = second, OnFailure = FailurePolicy.Continue }],
        });
        var worker = await BeatAsync();
        var (failed, completed) = (await ClaimOnlyAsync(worker, first), await ClaimOnlyAsync(worker, second));

        await MeetAsync(
            context => Assert.True(JobSettlements.Settle(context, new Settlement.Fail { Lease = failed.Lease, Error = Error() })),
            () => CompleteAsync(completed));

        Assert.Equal((JobState.Ready, 0L), ((await GetAsync(waiting)).State, await ReadAsync(SelectPending, waiting.Value)));
    }

    [Fact]
    public async Task An_end_in_a_transaction_of_the_callers_own_stands_after_the_start_also_when_it_gets_its_place_from_an_older_transaction()
    {
        var job = await AddAsync();
        using var begun = new SemaphoreSlim(0);
        using var mayEnd = new SemaphoreSlim(0);
        var older = Fixture.Database.WriteAsync(
            context =>
            {
                var added = JobInserts.Add(context, [New()]);
                begun.Release();
                mayEnd.Wait(Token);
                return added;
            },
            Token);
        await begun.WaitAsync(Token);
        var claimed = await ClaimOneAsync(await BeatAsync());
        await using (var connection = Fixture.Connect())
        {
            await connection.OpenAsync(Token);
            await using var transaction = await connection.BeginTransactionAsync(Token);
            Assert.True(Store.Settle(transaction, new Settlement.Complete { Lease = claimed.Lease }));
            await transaction.CommitAsync(Token);
        }

        mayEnd.Release();
        await older;

        var all = await Store.ReadEventsAsync(new EventQuery(), Token);
        Assert.Equal(["job.added", "job.active", "job.completed"], all.Where(e => e.Job == job).Select(e => e.Type));
    }

    [Fact]
    public async Task A_lowered_limit_holds_for_a_group_that_is_given_its_first_tickets_at_that_moment()
    {
        await AddInGroupAsync(1);
        await CompleteAsync(await ClaimOneAsync());

        await MeetAsync(
            context => Assert.Equal(4, JobInserts.Add(context, InGroup(4)).Length),
            () => Queues.SaveQueueAsync(new QueueSettings { Queue = "default", GroupConcurrency = 1 }, Token));

        Assert.Single(await ClaimAsync(await BeatAsync()));
    }

    [Fact]
    public async Task A_lowered_limit_holds_for_jobs_that_waited_for_it_to_be_written()
    {
        await AddInGroupAsync(1);

        await MeetAsync(
            context => QueueWrites.Save(context, new QueueSettings { Queue = "default", GroupConcurrency = 1 }),
            () => AddInGroupAsync(3));

        Assert.Single(await ClaimAsync(await BeatAsync()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_attempt_that_ends_locks_queue_and_group_in_the_order_of_a_claim(bool isBlocked)
    {
        await Queues.SaveQueueAsync(new QueueSettings { Queue = "default", Concurrency = isBlocked ? null : 5, Rate = new RateLimit { Jobs = 100, Per = TimeSpan.FromSeconds(1) } }, Token);
        await AddInGroupAsync(2);
        var claimed = await ClaimOneAsync();
        var (queue, group) = (await ReadAsync(SelectQueue), await ReadAsync(SelectGroup));
        var (claims, ends) = (0, 0);
        Settlement settlement = isBlocked
            ? new Settlement.Block { Lease = claimed.Lease, Until = Time.GetUtcNow() + TimeSpan.FromMinutes(1), Scope = BlockScope.Queue }
            : new Settlement.Complete { Lease = claimed.Lease };

        await MeetAsync(
            context =>
            {
                claims++;
                QueueSlots.Lock(context, queue);
            },
            () => Fixture.Database.WriteAsync(
                context =>
                {
                    ends++;
                    return JobSettlements.Settle(context, settlement);
                },
                Token),
            context => GroupRow.Lock(context, group));

        Assert.Equal((1, 1), (claims, ends));
    }

    [Fact]
    public async Task Of_two_that_add_one_job_under_two_keys_at_once_the_second_is_told_that_it_exists()
    {
        await AddAsync();
        var job = New() with { Unique = new UniqueKey { Key = "one" } };
        EnqueueResult second = default;

        await MeetAsync(
            context => Assert.True(JobInserts.Add(context, [job])[0].IsNew),
            async () => second = Assert.Single(await Store.EnqueueAsync([job with { Unique = new UniqueKey { Key = "two" } }], Token)));

        Assert.Equal(new EnqueueResult(job.Id, EnqueueStatus.Existing), second);
        await AddAsync(New() with { Unique = new UniqueKey { Key = "two" } });
    }

    // The first stays open until the second waits for it, or has ended without doing so.
    private async Task MeetAsync(Action<SqlWriteContext> first, Func<Task> second, Action<SqlWriteContext>? then = null)
    {
        var meeting = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var begun = new SemaphoreSlim(0);
        var staying = Fixture.Database.WriteAsync(
            context =>
            {
                first(context);
                begun.Release();
                AwaitWaiter(context, meeting.Task);
                then?.Invoke(context);
                return true;
            },
            Token);
        await Task.WhenAny(begun.WaitAsync(Token), staying);
        var coming = second();
        meeting.SetResult(coming);
        await staying;
        await coming;
    }

    private static void AwaitWaiter(SqlWriteContext context, Task<Task> coming)
    {
        var waits = context.Statement(WaitsForMe);
        while (!waits.Step())
        {
            Token.ThrowIfCancellationRequested();
            if (coming is { IsCompletedSuccessfully: true, Result.IsCompleted: true })
            {
                return;
            }

            Pause(context);
        }

        waits.Reset();
    }

    private static void Pause(SqlWriteContext context)
    {
        var pause = context.Statement("SELECT 1 FROM pg_sleep(0.01)");
        while (pause.Step())
        {
        }
    }

    private Task<long> ReadAsync(string select, Guid? job = null) => Fixture.Database.ReadAsync(
        context =>
        {
            var row = context.Statement(select);
            if (job is { } id)
            {
                row.Bind(1, id);
            }

            Assert.True(row.Step());
            var value = row.Long(0);
            row.Reset();
            return value;
        },
        Token);

    private static List<NewJob> InGroup(int count) => [.. Enumerable.Range(0, count).Select(_ => New() with { Group = "a" })];

    private Task<IReadOnlyList<EnqueueResult>> AddInGroupAsync(int count) => Store.EnqueueAsync(InGroup(count), Token);
}
