using System.Text;
using Isaa.Jobs;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Events;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Working;
using Isaa.Storage.Sqlite;
using Isaa.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Isaa.Tests.Jobs;

/// <summary>How an attempt ends when time, an outside service or the handler's own transaction decides.</summary>
public sealed class WorkerEndingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_past_its_total_time_is_told_to_stop_and_times_out_without_another_attempt()
    {
        var time = new ManualTime();
        var started = new TaskCompletionSource();
        await using var engine = TestEngine.Create(
            async (_, _, ct) =>
            {
                started.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
                return new JobOutcome.Completed();
            },
            time);
        var options = new EnqueueOptions
        {
            TotalTimeout = TimeSpan.FromSeconds(5),
            AttemptTimeout = TimeSpan.FromSeconds(20),
            Retry = new RetryPolicy { MaxAttempts = 9, Delay = TimeSpan.Zero },
        };
        var id = await engine.Queue.EnqueueAsync(new TestEngine.Call(), options, Cancellation);
        engine.StartWorker();
        await started.Task;

        time.Advance(TimeSpan.FromSeconds(6));
        var job = await engine.Queue.WaitAsync(id, Cancellation);

        Assert.Equal((JobState.Failed, "job_timeout", 1), (job!.Job.State, job.Job.Error!.Code, job.Job.Started));
        Assert.Equal("job.timed_out", await LastEventAsync(engine, id));
    }

    [Fact]
    public async Task An_attempt_past_its_limit_is_told_as_a_timeout_only_when_it_was_the_last()
    {
        var time = new ManualTime();
        var started = new SemaphoreSlim(0);
        await using var engine = TestEngine.Create(
            async (_, _, ct) =>
            {
                started.Release();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
                return new JobOutcome.Completed();
            },
            time);
        var options = new EnqueueOptions { AttemptTimeout = TimeSpan.FromSeconds(5), Retry = new RetryPolicy { MaxAttempts = 2, Delay = TimeSpan.Zero } };
        var id = await engine.Queue.EnqueueAsync(new TestEngine.Call(), options, Cancellation);
        engine.StartWorker();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await started.WaitAsync(Cancellation);
            time.Advance(TimeSpan.FromSeconds(6));
        }

        await engine.Queue.WaitAsync(id, Cancellation);

        Assert.Equal(
            ["job.added", "job.active", "job.retrying", "job.ready", "job.active", "job.timed_out"],
            (await engine.Store.ReadEventsAsync(new EventQuery { Job = id }, Cancellation)).Select(e => e.Type));
    }

    [Fact]
    public async Task A_handler_that_is_asked_for_patience_holds_its_queue_back_and_goes_on_later_uncharged()
    {
        var time = new ManualTime();
        var asked = new TaskCompletionSource();
        await using var engine = TestEngine.Create(
            (_, context, _) =>
            {
                if (context.Job.Started > 1)
                {
                    return Task.FromResult<JobOutcome>(new JobOutcome.Completed());
                }

                asked.SetResult();
                return Task.FromResult<JobOutcome>(new JobOutcome.RateLimited { For = TimeSpan.FromSeconds(8) });
            },
            time);
        var id = await engine.Queue.EnqueueAsync(new TestEngine.Call(), cancellationToken: Cancellation);
        engine.StartWorker(new WorkerOptions { Concurrency = 1 });
        await asked.Task;
        var limited = await AwaitEventAsync(engine, id, "job.rate_limited");
        var queue = Assert.Single(await engine.Get<QueueControl>().ListAsync(cancellationToken: Cancellation));
        Assert.Equal(limited.At + TimeSpan.FromSeconds(8), queue.BlockedUntil);

        time.Advance(TimeSpan.FromSeconds(9));
        var job = await engine.Queue.WaitAsync(id, Cancellation);

        Assert.Equal((JobState.Completed, 2, 0), (job!.Job.State, job.Job.Started, job.Job.Charged));
    }

    [Fact]
    public async Task A_job_completed_in_its_handlers_transaction_has_its_effects_and_its_end_at_once()
    {
        await using var engine = TestEngine.Create((_, context, _) => Task.FromResult<JobOutcome>(EndIn(context, commit: true)));
        Bench = engine;

        var job = await engine.RunAsync();

        Assert.Equal((JobState.Completed, 1), (job.Job.State, job.Job.Started));
        Assert.Equal("\"in\"", Encoding.UTF8.GetString(job.Result!.Value.Span));
        Assert.Equal(1, CountNotes(engine));
    }

    [Fact]
    public async Task A_job_whose_transaction_is_rolled_back_runs_again_uncharged()
    {
        await using var engine = TestEngine.Create((_, context, _) => Task.FromResult<JobOutcome>(EndIn(context, commit: context.Job.Started > 1)));
        Bench = engine;

        var job = await engine.RunAsync();

        Assert.Equal((JobState.Completed, 2, 0), (job.Job.State, job.Job.Started, job.Job.Charged));
        Assert.Equal(1, CountNotes(engine));
    }

    public static TheoryData<EnqueueOptions, string> Invalid => new()
    {
        { new EnqueueOptions { ExpireAfter = TimeSpan.Zero }, "expireAfter" },
        { new EnqueueOptions { TotalTimeout = -TimeSpan.FromSeconds(1) }, "totalTimeout" },
        { new EnqueueOptions { Group = "g", IsLifo = true }, "isLifo" },
        { new EnqueueOptions { Group = "" }, "group.key" },
        { new EnqueueOptions { Unique = new UniqueKey { Key = "" } }, "unique.key" },
        { new EnqueueOptions { Unique = new UniqueKey { Key = "a\0b" } }, "unique.key has the character U+0000 at place 2" },
        { new EnqueueOptions { Queue = "a\uD83Db" }, "queue has half of a character (U+D83D) at place 2" },
        { new EnqueueOptions { Tags = ["fine \uD83D\uDE00", "\0"] }, "a tag has the character U+0000 at place 1" },
        { new EnqueueOptions { Unique = new UniqueKey { Key = "k", Mode = UniqueMode.Extend } }, "unique.for" },
        { new EnqueueOptions { Unique = new UniqueKey { Key = "k", For = TimeSpan.FromSeconds(1) } }, "unique.for" },
        { new EnqueueOptions { Unique = new UniqueKey { Key = "k", Mode = UniqueMode.Replace, MaxWait = TimeSpan.FromSeconds(1) } }, "unique.maxWait" },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task Options_that_make_no_sense_are_refused_by_name(EnqueueOptions options, string named)
    {
        await using var engine = TestEngine.Create((_, _, _) => throw new InvalidOperationException());

        var error = await Assert.ThrowsAsync<Isaa.Diagnostics.IsaaException>(() => engine.Queue.EnqueueAsync(new TestEngine.Call(), options, Cancellation));

        Assert.Equal("job_invalid", error.Code);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    private TestEngine? Bench { get; set; }

    private JobOutcome.Completed EndIn(JobContext context, bool commit)
    {
        using var connection = Open(Bench!);
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = "CREATE TABLE IF NOT EXISTS notes (text TEXT); INSERT INTO notes VALUES ('done')";
        insert.ExecuteNonQuery();
        context.CompleteIn(transaction, "\"in\""u8.ToArray());
        if (commit)
        {
            transaction.Commit();
        }

        return new JobOutcome.Completed { Result = "\"returned\""u8.ToArray() };
    }

    private static SqliteConnection Open(TestEngine engine)
    {
        var connection = new SqliteConnection($"Data Source={engine.Get<SqliteStore>().Path}");
        connection.Open();
        return connection;
    }

    private static long CountNotes(TestEngine engine)
    {
        using var connection = Open(engine);
        using var count = connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM notes";
        return (long)count.ExecuteScalar()!;
    }

    private static async Task<string> LastEventAsync(TestEngine engine, JobId job) =>
        (await engine.Store.ReadEventsAsync(new EventQuery { Job = job }, Cancellation))[^1].Type;

    private static async Task<JobEvent> AwaitEventAsync(TestEngine engine, JobId job, string type)
    {
        await foreach (var one in engine.Get<EventFeed>().WatchAsync(new EventQuery { Job = job }, Cancellation))
        {
            if (one.Type == type)
            {
                return one;
            }
        }

        throw new InvalidOperationException("The feed ended.");
    }
}
