using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Batches;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Testing;
using Isaa.Jobs.Working;
using Isaa.Storage.Sqlite;
using Isaa.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Tests.Jobs.Waiting;

public sealed class BatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static JsonTypeInfo<Row> RowJson => (JsonTypeInfo<Row>)JsonSerializerOptions.Web.GetTypeInfo(typeof(Row));

    [Fact]
    public async Task Waiting_jobs_are_worked_in_calls_of_at_most_the_size_in_order_and_in_one_slot()
    {
        var calls = new List<int[]>();
        await using var engine = Create(new BatchOptions { Size = 4 }, (items, _) =>
        {
            lock (calls)
            {
                calls.Add([.. items.Select(i => i.Arguments.Number)]);
            }

            return Done(items);
        });
        var ids = await AddAsync(engine, 10);

        engine.StartWorker(new WorkerOptions { Concurrency = 1 });
        await EndAsync(engine, ids);

        Assert.Equal([[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]], calls);
        Assert.All(await Task.WhenAll(ids.Select(id => engine.Queue.FindAsync(id, Cancellation))), d => Assert.Equal((JobState.Completed, 1), (d!.Job.State, d.Job.Started)));
    }

    [Fact]
    public async Task A_call_waits_for_its_least_number_of_jobs()
    {
        var calls = new List<int>();
        await using var engine = Create(new BatchOptions { Size = 10, MinSize = 3, Wait = TimeSpan.FromHours(1) }, (items, _) =>
        {
            calls.Add(items.Count);
            return Done(items);
        });
        engine.StartWorker();
        var first = await AddAsync(engine, 2);
        await Task.WhenAll(first.Select(id => engine.UntilAsync(id, JobState.Active)));
        Assert.Empty(calls);

        var last = await AddAsync(engine, 1);
        await EndAsync(engine, [.. first, .. last]);

        Assert.Equal([3], calls);
    }

    [Fact]
    public async Task A_call_with_too_few_jobs_starts_after_its_time()
    {
        var time = new ManualTime();
        await using var engine = Create(new BatchOptions { Size = 10, MinSize = 3, Wait = TimeSpan.FromSeconds(10) }, (items, _) => Done(items), time);
        var ids = await AddAsync(engine, 2);
        engine.StartWorker();
        await Task.WhenAll(ids.Select(id => engine.UntilAsync(id, JobState.Active)));

        while ((await engine.Queue.FindAsync(ids[0], Cancellation))!.Job.State != JobState.Completed)
        {
            time.Advance(time.GetUtcNow() < new DateTimeOffset(2026, 1, 2, 3, 4, 15, TimeSpan.Zero) ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(1));
        }

        await EndAsync(engine, ids);
    }

    [Fact]
    public async Task Each_job_has_an_outcome_and_retries_of_its_own()
    {
        await using var engine = Create(new BatchOptions(), (items, _) => Task.FromResult<IReadOnlyList<JobOutcome>>(
            [.. items.Select<BatchItem<Row>, JobOutcome>(i => i.Arguments.Number switch
            {
                0 => new JobOutcome.Completed { Result = "0"u8.ToArray() },
                1 when i.Context.Job.Charged == 0 => new JobOutcome.Failed { Error = new JobError { Code = "again", Message = "Again." }, MayRetry = true },
                1 => new JobOutcome.Completed(),
                _ => new JobOutcome.Failed { Error = new JobError { Code = "no", Message = "No." } },
            })]));
        var ids = await AddAsync(engine, 3, new EnqueueOptions { Retry = new RetryPolicy { MaxAttempts = 3, Delay = TimeSpan.Zero } });
        engine.StartWorker();

        var ended = await EndAsync(engine, ids);

        Assert.Equal([(JobState.Completed, 0), (JobState.Completed, 1), (JobState.Failed, 1)], ended.Select(j => (j.State, j.Charged)));
    }

    [Fact]
    public async Task An_exception_is_a_failed_attempt_of_all()
    {
        await using var engine = Create(new BatchOptions(), (_, _) => throw new IsaaException("no_paper", "The printer has no paper."));
        var ids = await AddAsync(engine, 3);
        engine.StartWorker();

        Assert.All(await EndAsync(engine, ids), j => Assert.Equal((JobState.Failed, "no_paper"), (j.State, j.Error?.Code)));
    }

    [Fact]
    public async Task A_handler_that_returns_too_few_outcomes_is_told_so()
    {
        await using var engine = Create(new BatchOptions(), (_, _) => Task.FromResult<IReadOnlyList<JobOutcome>>([new JobOutcome.Completed()]));
        var ids = await AddAsync(engine, 2);
        engine.StartWorker();

        Assert.All(await EndAsync(engine, ids), j => Assert.Equal((JobState.Failed, "batch_outcomes"), (j.State, j.Error?.Code)));
    }

    [Fact]
    public async Task A_job_cancelled_while_its_batch_gathers_leaves_it()
    {
        var calls = new List<int[]>();
        await using var engine = Create(new BatchOptions { Size = 3, MinSize = 3, Wait = TimeSpan.FromHours(1) }, (items, _) =>
        {
            calls.Add([.. items.Select(i => i.Arguments.Number)]);
            return Done(items);
        });
        var ids = await AddAsync(engine, 2);
        engine.StartWorker();
        await Task.WhenAll(ids.Select(id => engine.UntilAsync(id, JobState.Active)));

        await engine.Queue.CancelAsync(ids[0], "not this one", Cancellation);
        Assert.Equal(JobState.Cancelled, (await engine.Queue.WaitAsync(ids[0], Cancellation))!.Job.State);
        var more = await AddAsync(engine, 1);
        await EndAsync(engine, [ids[1], .. more]);

        Assert.Equal([[1, 0]], calls);
    }

    [Fact]
    public async Task A_job_cancelled_while_its_batch_runs_is_told_alone()
    {
        var started = new TaskCompletionSource();
        await using var engine = Create(new BatchOptions { Size = 2, MinSize = 2, Wait = TimeSpan.FromHours(1) }, async (items, ct) =>
        {
            started.SetResult();
            var told = new TaskCompletionSource();
            await using var registration = items[0].CancellationToken.Register(told.SetResult);
            await told.Task;
            Assert.False(ct.IsCancellationRequested);
            return [new JobOutcome.Failed { Error = new JobError { Code = "stopped", Message = "Stopped." } }, new JobOutcome.Completed()];
        });
        var ids = await AddAsync(engine, 2);
        engine.StartWorker();
        await started.Task;

        await engine.Queue.CancelAsync(ids[0], "not this one", Cancellation);
        var ended = await EndAsync(engine, ids);

        Assert.Equal([JobState.Cancelled, JobState.Completed], ended.Select(j => j.State));
    }

    [Fact]
    public async Task A_worker_that_stops_gives_gathering_and_running_jobs_back()
    {
        await using var engine = Create(new BatchOptions { Size = 3, MinSize = 3, Wait = TimeSpan.FromHours(1) }, async (items, ct) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
            return [];
        });
        var ids = await AddAsync(engine, 4);
        engine.StartWorker();
        await Task.WhenAll(ids.Select(id => engine.UntilAsync(id, JobState.Active)));

        await engine.StopWorkersAsync();

        foreach (var id in ids)
        {
            var job = (await engine.Queue.FindAsync(id, Cancellation))!.Job;
            Assert.Equal((JobState.Ready, 0, 0), (job.State, job.Charged, job.Stalled));
        }
    }

    [Fact]
    public async Task Each_job_keeps_steps_of_its_own()
    {
        var acts = 0;
        await using var engine = Create(new BatchOptions(), async (items, ct) =>
        {
            foreach (var item in items)
            {
                await item.Context.RunStepAsync(
                    new Step<string> { Key = new StepKey("", 0), Name = "act", Input = "", ResultType = TestEngine.Text },
                    (_, _) => Task.FromResult($"{Interlocked.Increment(ref acts)}"),
                    ct);
            }

            return items[0].Context.Job.Charged == 0 ? throw new IsaaException("once", "Once.") : await Done(items);
        });
        var ids = await AddAsync(engine, 3, new EnqueueOptions { Retry = new RetryPolicy { MaxAttempts = 2, Delay = TimeSpan.Zero } });
        engine.StartWorker();

        Assert.All(await EndAsync(engine, ids), j => Assert.Equal(JobState.Completed, j.State));
        Assert.Equal(3, acts);
    }

    [Fact]
    public async Task A_test_kit_runs_a_batch_kind_one_by_one()
    {
        await using var kit = JobTestKit.Create((services, folder) => services
            .AddSqliteStore(new SqliteStoreOptions { Path = Path.Combine(folder, "jobs.db") })
            .AddSingleton(new RowHandler((items, _) => Done(items)))
            .AddBatchJob<Row, RowHandler>("row.write", RowJson));

        Assert.Equal(JobState.Completed, (await kit.RunAsync(new Row(1), cancellationToken: Cancellation)).Job.State);
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused() => Assert.Equal(
        "job_kind_invalid",
        Assert.Throws<IsaaException>(() => new ServiceCollection().AddBatchJob<Row, RowHandler>("row.write", RowJson, new BatchOptions { Size = 2, MinSize = 3 })).Code);

    private static TestEngine Create(
        BatchOptions options, Func<IReadOnlyList<BatchItem<Row>>, CancellationToken, Task<IReadOnlyList<JobOutcome>>> handler, TimeProvider? time = null) =>
        TestEngine.Create(
            (_, _, _) => Task.FromResult<JobOutcome>(new JobOutcome.Completed()),
            time,
            services => services.AddSingleton(new RowHandler(handler)).AddBatchJob<Row, RowHandler>("row.write", RowJson, options));

    private static Task<IReadOnlyList<JobOutcome>> Done(IReadOnlyList<BatchItem<Row>> items) =>
        Task.FromResult<IReadOnlyList<JobOutcome>>([.. items.Select(_ => new JobOutcome.Completed())]);

    private static async Task<IReadOnlyList<JobId>> AddAsync(TestEngine engine, int count, EnqueueOptions? options = null) =>
        [.. (await engine.Queue.EnqueueManyAsync(Enumerable.Range(0, count).Select(n => new Row(n)), options, Cancellation)).Select(r => r.Id)];

    private static async Task<IReadOnlyList<Job>> EndAsync(TestEngine engine, IReadOnlyList<JobId> ids)
    {
        var ended = new List<Job>();
        foreach (var id in ids)
        {
            ended.Add((await engine.Queue.WaitAsync(id, Cancellation))!.Job);
        }

        return ended;
    }

    private sealed record Row(int Number);

    private sealed class RowHandler(Func<IReadOnlyList<BatchItem<Row>>, CancellationToken, Task<IReadOnlyList<JobOutcome>>> handler) : IBatchJobHandler<Row>
    {
        public Task<IReadOnlyList<JobOutcome>> RunAsync(IReadOnlyList<BatchItem<Row>> items, CancellationToken cancellationToken) => handler(items, cancellationToken);
    }
}
