using System.Text;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Jobs.Waits;
using Isaa.Jobs.Working;
using Isaa.Tests.Support;

namespace Isaa.Tests.Jobs.Waiting;

public sealed class JobSignalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_handler_that_waits_is_called_again_with_the_signal_and_its_finished_steps_are_not_repeated()
    {
        var acts = 0;
        await using var engine = TestEngine.Create(async (_, context, ct) =>
        {
            await context.RunStepAsync(Once(0), (_, _) => Task.FromResult($"{++acts}"), ct);
            var answer = await context.WaitForSignalAsync(Answer(1), ct);
            return Said($"{answer.IsReceived} {answer.Body} {answer.Id} {answer.At is not null}");
        });
        var id = await EnqueueAsync(engine);
        engine.StartWorker();
        await UntilAsync(engine, id, JobState.WaitingSignal);

        var sent = await engine.Queue.SignalAsync(id, "answer", "yes", TestEngine.Text, "mail-7", Cancellation);
        var job = await engine.Queue.WaitAsync(id, Cancellation);

        Assert.Equal(SignalResult.Woke, sent);
        Assert.Equal("\"True yes mail-7 True\"", Result(job));
        Assert.Equal((1, 2, 0, 0), (acts, job!.Job.Started, job.Job.Charged, job.Job.Stalled));
    }

    [Fact]
    public async Task A_job_that_waits_leaves_its_slot_to_others()
    {
        await using var engine = TestEngine.Create(async (call, context, ct) =>
        {
            if (call.Text == "waits")
            {
                await context.WaitForSignalAsync(Answer(0), ct);
            }

            return new JobOutcome.Completed();
        });
        engine.StartWorker(new WorkerOptions { Concurrency = 1 });
        var waiting = await EnqueueAsync(engine, "waits");
        await UntilAsync(engine, waiting, JobState.WaitingSignal);

        var other = await EnqueueAsync(engine, "other");

        Assert.Equal(JobState.Completed, (await engine.Queue.WaitAsync(other, Cancellation))!.Job.State);
        Assert.Equal(JobState.WaitingSignal, (await engine.Queue.FindAsync(waiting, Cancellation))!.Job.State);
    }

    [Fact]
    public async Task Waiting_ends_after_its_time_counted_from_the_first_try()
    {
        var time = new ManualTime();
        await using var engine = TestEngine.Create(
            async (_, context, ct) => Said($"{(await context.WaitForSignalAsync(Answer(0) with { Timeout = TimeSpan.FromSeconds(20) }, ct)).IsReceived}"), time);
        var id = await EnqueueAsync(engine);
        engine.StartWorker();
        var waiting = await UntilAsync(engine, id, JobState.WaitingSignal);
        Assert.Equal(time.GetUtcNow() + TimeSpan.FromSeconds(20), waiting.RunAt);

        time.Advance(TimeSpan.FromSeconds(20));
        var job = await engine.Queue.WaitAsync(id, Cancellation);

        Assert.Equal("\"False\"", Result(job));
    }

    [Fact]
    public async Task A_job_that_was_woken_for_another_reason_waits_on_until_its_first_time()
    {
        var time = new ManualTime();
        await using var engine = TestEngine.Create(
            async (_, context, ct) =>
            {
                var both = new[] { context.WaitForSignalAsync(Answer(0) with { Timeout = TimeSpan.FromSeconds(20) }, ct), context.WaitForSignalAsync(Answer(1, "other"), ct) };
                await Task.WhenAll(both);
                return Said($"{(await both[0]).IsReceived} {(await both[1]).Body}");
            },
            time);
        var id = await EnqueueAsync(engine);
        engine.StartWorker();
        var first = await UntilAsync(engine, id, JobState.WaitingSignal);
        time.Advance(TimeSpan.FromSeconds(5));
        await engine.Queue.SignalAsync(id, "other", "hello", TestEngine.Text, cancellationToken: Cancellation);
        var second = await UntilAsync(engine, id, JobState.WaitingSignal, started: 2);
        Assert.Equal(first.RunAt, second.RunAt);

        time.Advance(TimeSpan.FromSeconds(15));
        var job = await engine.Queue.WaitAsync(id, Cancellation);

        Assert.Equal("\"False hello\"", Result(job));
    }

    [Fact]
    public async Task Zero_time_takes_what_is_there_and_waits_for_nothing()
    {
        await using var engine = TestEngine.Create(async (_, context, ct) =>
        {
            var first = await context.WaitForSignalAsync(Answer(0) with { Timeout = TimeSpan.Zero }, ct);
            var second = await context.WaitForSignalAsync(Answer(1) with { Timeout = TimeSpan.Zero }, ct);
            return Said($"{first.Body} {second.IsReceived}");
        });
        var id = await EnqueueAsync(engine);
        await engine.Queue.SignalAsync(id, "answer", "early", TestEngine.Text, cancellationToken: Cancellation);
        engine.StartWorker();

        var job = await engine.Queue.WaitAsync(id, Cancellation);

        Assert.Equal(("\"early False\"", 1), (Result(job), job!.Job.Started));
    }

    [Fact]
    public async Task What_was_received_is_the_same_for_a_later_attempt()
    {
        await using var engine = TestEngine.Create(async (_, context, ct) =>
        {
            var answer = await context.WaitForSignalAsync(Answer(0), ct);
            return context.Job.Charged == 0 ? throw new IsaaException("broken", "Once.") : Said(answer.Body!);
        });
        var id = await EnqueueAsync(engine, options: new EnqueueOptions { Retry = new RetryPolicy { MaxAttempts = 2, Delay = TimeSpan.Zero } });
        await engine.Queue.SignalAsync(id, "answer", "first", TestEngine.Text, cancellationToken: Cancellation);
        await engine.Queue.SignalAsync(id, "answer", "second", TestEngine.Text, cancellationToken: Cancellation);
        engine.StartWorker();

        Assert.Equal("\"first\"", Result(await engine.Queue.WaitAsync(id, Cancellation)));
    }

    [Fact]
    public async Task What_a_wait_announces_is_written_once_and_what_it_brings_about_with_the_signal()
    {
        await using var engine = TestEngine.Create(async (_, context, ct) =>
        {
            if (context.State is { } state)
            {
                return new JobOutcome.Completed { Result = state };
            }

            await context.WaitForSignalAsync(
                Answer(0) with
                {
                    Announce = [new NewJobEvent("test.asked")],
                    Effects = outcome => new StepEffects { State = Encoding.UTF8.GetBytes($"\"{outcome.Body}\""), Events = [new NewJobEvent("test.answered")] },
                },
                ct);
            throw new IsaaException("broken", "Once.");
        });
        var id = await EnqueueAsync(engine, options: new EnqueueOptions { Retry = new RetryPolicy { MaxAttempts = 2, Delay = TimeSpan.Zero } });
        engine.StartWorker();
        await UntilAsync(engine, id, JobState.WaitingSignal);
        await engine.Queue.SignalAsync(id, "answer", "yes", TestEngine.Text, cancellationToken: Cancellation);

        var job = await engine.Queue.WaitAsync(id, Cancellation);
        var events = (await engine.Store.ReadEventsAsync(new EventQuery { Job = id }, Cancellation)).Select(e => e.Type).ToList();

        Assert.Equal("\"yes\"", Result(job));
        Assert.Equal(["test.asked", "test.answered"], events.Where(type => type.StartsWith("test.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_signal_that_does_not_fit_fails_the_job_and_says_which()
    {
        await using var engine = TestEngine.Create(async (_, context, ct) => Said((await context.WaitForSignalAsync(Answer(0), ct)).Body!));
        var id = await EnqueueAsync(engine);
        await engine.Queue.SignalAsync(id, "answer", "[1]"u8.ToArray(), "mail-8", Cancellation);
        engine.StartWorker();

        var job = await engine.Queue.WaitAsync(id, Cancellation);

        Assert.Equal((JobState.Failed, "signal_invalid"), (job!.Job.State, job.Job.Error?.Code));
        Assert.Contains("mail-8", job.Job.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_may_say_itself_that_it_waits()
    {
        await using var engine = TestEngine.Create(async (_, context, ct) =>
        {
            try
            {
                return Said((await context.WaitForSignalAsync(Answer(0), ct)).Body!);
            }
            catch (JobSuspendedException)
            {
                return new JobOutcome.Suspended { Events = [new NewJobEvent("test.resting")] };
            }
        });
        var id = await EnqueueAsync(engine);
        engine.StartWorker();
        await UntilAsync(engine, id, JobState.WaitingSignal);

        await engine.Queue.SignalAsync(id, "answer", "up", TestEngine.Text, cancellationToken: Cancellation);
        var job = await engine.Queue.WaitAsync(id, Cancellation);

        Assert.Equal("\"up\"", Result(job));
        Assert.Contains("test.resting", (await engine.Store.ReadEventsAsync(new EventQuery { Job = id }, Cancellation)).Select(e => e.Type));
    }

    [Fact]
    public async Task A_handler_that_waits_for_nothing_in_particular_is_told_so()
    {
        await using var engine = TestEngine.Create((_, _, _) => Task.FromResult<JobOutcome>(new JobOutcome.Suspended()));

        Assert.Equal((JobState.Failed, "internal_error"), (await engine.RunAsync()).Job is var job ? (job.State, job.Error?.Code) : default);
    }

    [Theory]
    [InlineData("", "id", "1")]
    [InlineData("name", " ", "1")]
    [InlineData("name", "id", "{")]
    [InlineData("name", "id", "")]
    [InlineData("name", "id", "1 2")]
    public async Task A_signal_that_makes_no_sense_is_refused(string name, string id, string body)
    {
        await using var engine = TestEngine.Create((_, _, _) => Task.FromResult<JobOutcome>(new JobOutcome.Completed()));
        var job = await EnqueueAsync(engine);

        var error = await Assert.ThrowsAsync<IsaaException>(() => engine.Queue.SignalAsync(job, name, Encoding.UTF8.GetBytes(body), id, Cancellation));

        Assert.Equal("signal_invalid", error.Code);
    }

    [Fact]
    public async Task A_signal_that_is_too_large_is_refused()
    {
        await using var engine = TestEngine.Create((_, _, _) => Task.FromResult<JobOutcome>(new JobOutcome.Completed()));
        var job = await EnqueueAsync(engine);

        var error = await Assert.ThrowsAsync<IsaaException>(
            () => engine.Queue.SignalAsync(job, "name", new string('x', 1024 * 1024), TestEngine.Text, cancellationToken: Cancellation));

        Assert.Equal("signal_too_large", error.Code);
    }

    private static SignalStep<string> Answer(int index, string signal = "answer") =>
        new() { Key = new StepKey("", index), Signal = signal, BodyType = TestEngine.Text };

    private static Step<string> Once(int index) => new() { Key = new StepKey("", index), Name = "act", Input = "", ResultType = TestEngine.Text };

    private static JobOutcome.Completed Said(string text) => new() { Result = Encoding.UTF8.GetBytes($"\"{text}\"") };

    private static string Result(JobDetail? job) => Encoding.UTF8.GetString(job!.Result!.Value.Span);

    private static async Task<JobId> EnqueueAsync(TestEngine engine, string text = "", EnqueueOptions? options = null) =>
        await engine.Queue.EnqueueAsync(new TestEngine.Call { Text = text }, options, Cancellation);

    private static Task<Job> UntilAsync(TestEngine engine, JobId id, JobState state, int started = 1) => engine.UntilAsync(id, state, started);
}
