using System.Collections.Concurrent;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Steps;
using Isaa.Tests.Support;

namespace Isaa.Tests.Jobs;

public sealed class JobContextTests
{
    private static readonly EnqueueOptions Retried = new()
    {
        Retry = new RetryPolicy { MaxAttempts = 5, Delay = TimeSpan.Zero },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_finished_step_is_not_repeated_by_the_next_attempt()
    {
        var acts = 0;
        var results = new ConcurrentQueue<StepResult<string>>();
        await using var engine = TestEngine.Create(async (_, context, ct) =>
        {
            results.Enqueue(await context.RunStepAsync(Step("write", StepKind.OnceOnly), (_, _) => Task.FromResult($"act {++acts}"), ct));
            return context.Job.Started == 1 ? throw new IsaaException("broken", "first attempt") : new JobOutcome.Completed();
        });

        var job = await engine.RunAsync(Retried);

        Assert.Equal(JobState.Completed, job.Job.State);
        Assert.Equal([new(StepStatus.Ran, "act 1"), new(StepStatus.Replayed, "act 1")], results);
    }

    [Fact]
    public async Task A_once_only_step_cut_short_is_unknown_and_never_repeated()
    {
        var acts = 0;
        var results = new ConcurrentQueue<StepStatus>();
        await using var engine = TestEngine.Create(async (_, context, ct) =>
        {
            results.Enqueue((await context.RunStepAsync(Step("write", StepKind.OnceOnly), (_, _) => CutShort(ref acts), ct)).Status);
            return context.Job.Started < 3 ? throw new IsaaException("broken", "again") : new JobOutcome.Completed();
        });

        await engine.RunAsync(Retried);

        Assert.Equal(1, acts);
        Assert.Equal([StepStatus.Unknown, StepStatus.Unknown], results);
    }

    [Fact]
    public async Task The_result_kept_for_an_unknown_step_settles_it()
    {
        var acts = 0;
        var results = new ConcurrentQueue<StepResult<string>>();
        var step = Step("write", StepKind.OnceOnly) with { OnUnknown = () => "nobody knows" };
        await using var engine = TestEngine.Create(async (_, context, ct) =>
        {
            results.Enqueue(await context.RunStepAsync(step, (_, _) => CutShort(ref acts), ct));
            return context.Job.Started < 3 ? throw new IsaaException("broken", "again") : new JobOutcome.Completed();
        });

        await engine.RunAsync(Retried);

        Assert.Equal(1, acts);
        Assert.Equal([new(StepStatus.Unknown, "nobody knows"), new(StepStatus.Replayed, "nobody knows")], results);
    }

    [Fact]
    public async Task A_repeatable_step_cut_short_runs_again_under_the_same_key()
    {
        var scopes = new ConcurrentQueue<StepScope>();
        await using var engine = TestEngine.Create(async (_, context, ct) =>
        {
            await context.RunStepAsync(Step("read", StepKind.Repeatable), (scope, _) =>
            {
                scopes.Enqueue(scope);
                return scopes.Count == 1 ? throw new IsaaException("broken", "cut short") : Task.FromResult("read");
            }, ct);
            return new JobOutcome.Completed();
        });

        var job = await engine.RunAsync(Retried);

        Assert.Equal(JobState.Completed, job.Job.State);
        Assert.Equal([false, true], scopes.Select(s => s.IsRepeat));
        Assert.Single(scopes.Select(s => s.IdempotencyKey).Distinct());
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task A_reconcilable_step_cut_short_is_repeated_only_if_its_probe_finds_nothing(bool happened, int expectedActs)
    {
        var acts = 0;
        var keys = new ConcurrentBag<string>();
        var step = Step("send", StepKind.Reconcilable) with
        {
            Probe = (key, _) =>
            {
                keys.Add(key);
                return Task.FromResult(new StepProbe<string>(happened, happened ? "sent" : null));
            },
        };
        StepResult<string> last = default;
        await using var engine = TestEngine.Create(async (_, context, ct) =>
        {
            last = await context.RunStepAsync(step, (scope, _) =>
            {
                keys.Add(scope.IdempotencyKey);
                return ++acts == 1 ? throw new IsaaException("broken", "cut short") : Task.FromResult("sent");
            }, ct);
            return new JobOutcome.Completed();
        });

        await engine.RunAsync(Retried);

        Assert.Equal(expectedActs, acts);
        Assert.Equal("sent", last.Value);
        Assert.Single(keys.Distinct());
    }

    [Theory]
    [InlineData("other", "input")]
    [InlineData("write", "other")]
    public async Task A_step_that_no_longer_matches_its_record_is_an_error_and_not_a_guess(string name, string input)
    {
        await using var engine = TestEngine.Create(async (_, context, ct) =>
        {
            var step = context.Job.Started == 1 ? Step("write", StepKind.Repeatable) : Step(name, StepKind.Repeatable) with { Input = input };
            await context.RunStepAsync(step, (_, _) => Task.FromResult("done"), ct);
            throw new IsaaException("broken", "first attempt");
        });

        var job = await engine.RunAsync(Retried with { Retry = Retried.Retry with { MaxAttempts = 2 } });

        Assert.Equal("step_changed", job.Job.Error?.Code);
        Assert.Contains("#0", job.Job.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_kept_with_a_step_comes_back_and_stands_for_the_steps_before_it()
    {
        var seen = new ConcurrentQueue<string?>();
        IReadOnlyList<StepRecord> open = [];
        TestEngine? engine = null;
        engine = TestEngine.Create(async (_, context, ct) =>
        {
            seen.Enqueue(context.State is { } state ? System.Text.Encoding.UTF8.GetString(state.Span) : null);
            if (context.Job.Started == 1)
            {
                await context.RunStepAsync(Step("one", StepKind.Repeatable, 0), (_, _) => Task.FromResult("1"), ct);
                await context.RunStepAsync(Keeping("two", 1, "{\"done\":2}"), (_, _) => Task.FromResult("2"), ct);
                await context.RunStepAsync(Step("three", StepKind.Repeatable, 2), (_, _) => Task.FromResult("3"), ct);
                throw new IsaaException("broken", "first attempt");
            }

            open = await engine!.Store.ReadStepsAsync(context.Id, 2, ct);
            Assert.Equal(StepStatus.Replayed, (await context.RunStepAsync(Step("three", StepKind.Repeatable, 2), (_, _) => Task.FromResult("again"), ct)).Status);
            return new JobOutcome.Completed();
        });
        await using (engine)
        {
            var job = await engine.RunAsync(Retried);

            Assert.Equal(JobState.Completed, job.Job.State);
            Assert.Equal([null, "{\"done\":2}"], seen);
            Assert.Equal(["three"], open.Select(s => s.Name));
        }
    }

    [Fact]
    public async Task State_is_refused_while_another_step_is_open()
    {
        Exception? refused = null;
        await using var engine = TestEngine.Create(async (_, context, ct) =>
        {
            var release = new TaskCompletionSource<string>();
            var slow = context.RunStepAsync(Step("slow", StepKind.Repeatable, 0), (_, _) => release.Task, ct);
            refused = await Record.ExceptionAsync(() => context.RunStepAsync(Keeping("quick", 1, "{}"), (_, _) => Task.FromResult("x"), ct));
            release.SetResult("y");
            await slow;
            return new JobOutcome.Completed();
        });

        await engine.RunAsync();

        Assert.IsType<InvalidOperationException>(refused);
    }

    [Fact]
    public async Task Two_steps_at_one_place_at_once_are_refused()
    {
        Exception? refused = null;
        await using var engine = TestEngine.Create(async (_, context, ct) =>
        {
            var release = new TaskCompletionSource<string>();
            var first = context.RunStepAsync(Step("a", StepKind.Repeatable), (_, _) => release.Task, ct);
            refused = await Record.ExceptionAsync(() => context.RunStepAsync(Step("a", StepKind.Repeatable), (_, _) => release.Task, ct));
            release.SetResult("done");
            await first;
            return new JobOutcome.Completed();
        });

        await engine.RunAsync();

        Assert.IsType<InvalidOperationException>(refused);
    }

    [Fact]
    public async Task Steps_side_by_side_keep_their_own_results()
    {
        var second = new List<string?>();
        await using var engine = TestEngine.Create(async (_, context, ct) =>
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => context.RunStepAsync(
                Step($"call", StepKind.OnceOnly) with { Key = new StepKey("turn", 0, $"call-{i}"), Input = $"{i}" }, (_, _) => Task.FromResult($"result {i}"), ct)));
            if (context.Job.Started == 1)
            {
                throw new IsaaException("broken", "first attempt");
            }

            second.AddRange(results.Select(r => r.Status == StepStatus.Replayed ? r.Value : "ran again"));
            return new JobOutcome.Completed();
        });

        await engine.RunAsync(Retried);

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"result {i}"), second);
    }

    private static Step<string> Step(string name, StepKind kind, int index = 0) => new()
    {
        Key = new StepKey("", index),
        Name = name,
        Input = "input",
        Kind = kind,
        ResultType = TestEngine.Text,
    };

    private static Step<string> Keeping(string name, int index, string state) => Step(name, StepKind.Repeatable, index) with
    {
        Effects = _ => new StepEffects { State = System.Text.Encoding.UTF8.GetBytes(state) },
    };

    private static Task<string> CutShort(ref int acts)
    {
        acts++;
        throw new IsaaException("broken", "cut short");
    }
}
