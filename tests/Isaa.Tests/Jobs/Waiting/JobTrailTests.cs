using System.Diagnostics;
using System.Text;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Logs;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;
using Isaa.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Isaa.Tests.Jobs.Waiting;

public sealed class JobTrailTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_handler_logs_through_any_logger_is_kept_with_its_job()
    {
        TestEngine? engine = null;
        await using var made = engine = TestEngine.Create(async (_, context, _) =>
        {
            await Task.Yield();
            Logger(engine!).LogInformation("Read {Count} pages.", 7);
            Logger(engine!).LogError(new InvalidDataException("page 8"), "Cannot go on.");
            Logger(engine!).LogDebug("Nobody asked for this.");
            context.Log(LogLevel.Warning, "Said by hand.");
            return new JobOutcome.Completed();
        });
        Logger(engine).LogInformation("Before any job.");

        var job = await engine.RunAsync();
        var log = await ReadAsync(engine, job.Job.Id);

        Assert.Equal([(1, LogLevel.Information, "Test.Handler"), (2, LogLevel.Error, "Test.Handler"), (3, LogLevel.Warning, "test.call")],
            log.Select(l => ((int)l.Number, l.Level, l.Category)));
        Assert.Equal("Read 7 pages.", log[0].Text);
        Assert.StartsWith("Cannot go on.\nSystem.IO.InvalidDataException: page 8", log[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_that_run_side_by_side_keep_their_lines_apart()
    {
        TestEngine? engine = null;
        var (running, both) = (0, new TaskCompletionSource());
        await using var made = engine = TestEngine.Create(async (call, _, _) =>
        {
            if (Interlocked.Increment(ref running) == 2)
            {
                both.SetResult();
            }

            await both.Task;
            Logger(engine!).LogInformation("{Text}", call.Text);
            return new JobOutcome.Completed();
        });
        var one = await engine.Queue.EnqueueAsync(new TestEngine.Call { Text = "one" }, cancellationToken: Cancellation);
        var two = await engine.Queue.EnqueueAsync(new TestEngine.Call { Text = "two" }, cancellationToken: Cancellation);
        engine.StartWorker();
        await engine.Queue.WaitAsync(one, Cancellation);
        await engine.Queue.WaitAsync(two, Cancellation);

        Assert.Equal("one", Assert.Single(await ReadAsync(engine, one)).Text);
        Assert.Equal("two", Assert.Single(await ReadAsync(engine, two)).Text);
    }

    [Fact]
    public async Task Level_and_number_of_lines_are_an_option()
    {
        await using var engine = TestEngine.Create((_, context, _) =>
        {
            for (var i = 0; i < 5; i++)
            {
                context.Log(LogLevel.Debug, $"debug {i}");
                context.Log(LogLevel.Trace, $"trace {i}");
            }

            return Task.FromResult<JobOutcome>(new JobOutcome.Completed());
        });
        engine.StartWorker(new WorkerOptions { Logs = new JobLogOptions { Level = LogLevel.Debug, Keep = 2 } });

        var job = await engine.RunAsync();

        Assert.Equal(["debug 3", "debug 4"], (await ReadAsync(engine, job.Job.Id)).Select(l => l.Text));
    }

    [Fact]
    public async Task A_line_without_end_is_cut_and_says_so()
    {
        await using var engine = TestEngine.Create((_, context, _) =>
        {
            context.Log(LogLevel.Information, new string('x', 10_000));
            return Task.FromResult<JobOutcome>(new JobOutcome.Completed());
        });

        var text = Assert.Single(await ReadAsync(engine, (await engine.RunAsync()).Job.Id)).Text;

        Assert.EndsWith("x … (1808 more characters)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_lines_than_can_be_kept_are_counted()
    {
        await using var engine = TestEngine.Create(
            (_, context, _) =>
            {
                for (var i = 0; i < 1500; i++)
                {
                    context.Log(LogLevel.Information, $"{i}");
                }

                return Task.FromResult<JobOutcome>(new JobOutcome.Completed());
            },
            new ManualTime());

        var log = await ReadAsync(engine, (await engine.RunAsync()).Job.Id);

        Assert.Equal(1000, log.Count);
        Assert.Equal(("999", LogLevel.Warning), (log[^2].Text, log[^1].Level));
        Assert.StartsWith("500 lines were left out", log[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_is_written_at_most_once_in_its_time_and_the_newest_wins()
    {
        var time = new ManualTime();
        var reported = new TaskCompletionSource();
        var finish = new TaskCompletionSource();
        await using var engine = TestEngine.Create(
            async (_, context, _) =>
            {
                context.ReportProgress(0.1);
                context.ReportProgress(0.2);
                reported.SetResult();
                await finish.Task;
                context.ReportProgress("{\"page\":9}"u8.ToArray());
                return new JobOutcome.Completed();
            },
            time);
        var id = await engine.Queue.EnqueueAsync(new TestEngine.Call(), cancellationToken: Cancellation);
        engine.StartWorker();
        await reported.Task;
        Assert.Null((await engine.Queue.FindAsync(id, Cancellation))!.Progress);

        time.Advance(TimeSpan.FromMilliseconds(500));
        await foreach (var one in engine.Get<EventFeed>().WatchJobAsync(id, cancellationToken: Cancellation))
        {
            if (one.Type == "job.progress")
            {
                break;
            }
        }

        Assert.Equal("0.2", Value(await engine.Queue.FindAsync(id, Cancellation)));
        finish.SetResult();
        var job = await engine.Queue.WaitAsync(id, Cancellation);
        Assert.Equal("{\"page\":9}", Value(job));
        Assert.Equal(2, (await engine.Store.ReadEventsAsync(new EventQuery { Job = id }, Cancellation)).Count(e => e.Type == "job.progress"));
    }

    [Fact]
    public async Task What_an_attempt_that_failed_logged_is_kept()
    {
        await using var engine = TestEngine.Create((_, context, _) =>
        {
            context.Log(LogLevel.Information, $"attempt {context.Job.Started}");
            throw new IsaaException("broken", "It broke.");
        });

        var job = await engine.RunAsync(new EnqueueOptions { Retry = new RetryPolicy { MaxAttempts = 2, Delay = TimeSpan.Zero } });

        Assert.Equal(["attempt 1", "attempt 2"], (await ReadAsync(engine, job.Job.Id)).Select(l => l.Text));
    }

    [Fact]
    public async Task The_callers_trace_goes_on_in_the_handler_even_when_nobody_records_traces()
    {
        string? seen = null;
        await using var engine = TestEngine.Create((_, _, _) =>
        {
            seen = Activity.Current?.TraceId.ToString();
            return Task.FromResult<JobOutcome>(new JobOutcome.Completed());
        });
        using var caller = new Activity("caller").SetIdFormat(ActivityIdFormat.W3C).Start();
        var id = await engine.Queue.EnqueueAsync(new TestEngine.Call(), cancellationToken: Cancellation);
        var trace = caller.TraceId.ToString();
        caller.Stop();
        engine.StartWorker();
        await engine.Queue.WaitAsync(id, Cancellation);

        Assert.Equal(trace, seen);
    }

    private static ILogger Logger(TestEngine engine) => engine.Get<ILoggerFactory>().CreateLogger("Test.Handler");

    private static Task<IReadOnlyList<JobLogLine>> ReadAsync(TestEngine engine, JobId id) =>
        engine.Queue.ReadLogAsync(new JobLogQuery { Job = id, Limit = 2000 }, Cancellation);

    private static string Value(JobDetail? job) => Encoding.UTF8.GetString(job!.Progress!.Value.Span);
}
