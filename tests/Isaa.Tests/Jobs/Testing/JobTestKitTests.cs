using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Testing;
using Isaa.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Tests.Jobs.Testing;

public sealed class JobTestKitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_runs_on_the_callers_thread_to_its_end_over_all_its_pauses()
    {
        var threads = new List<int>();
        await using var kit = Create((_, context, _) =>
        {
            threads.Add(Environment.CurrentManagedThreadId);
            return context.Job.Charged < 2 ? throw new IsaaException("busy", "Not yet.") : Outcome(new JobOutcome.Completed { Result = "7"u8.ToArray() });
        });
        var began = kit.Time.GetUtcNow();

        var job = await kit.RunAsync(new Order("a"), new EnqueueOptions { Retry = new RetryPolicy { MaxAttempts = 3, Delay = TimeSpan.FromHours(1), Factor = 1, Jitter = 0 } }, Cancellation);

        Assert.Equal((JobState.Completed, 3), (job.Job.State, job.Job.Started));
        Assert.Equal(3, threads.Count);
        Assert.Equal(began + TimeSpan.FromHours(2), kit.Time.GetUtcNow());
    }

    [Fact]
    public async Task Nothing_runs_until_the_test_says_so()
    {
        var ran = 0;
        await using var kit = Create((_, _, _) => Outcome(new JobOutcome.Completed { Result = Encoding.UTF8.GetBytes($"{++ran}") }));
        var first = await kit.Queue.EnqueueAsync(new Order("a"), cancellationToken: Cancellation);
        var second = await kit.Queue.EnqueueAsync(new Order("b"), cancellationToken: Cancellation);
        Assert.Equal(0, ran);

        Assert.Equal(first, (await kit.RunOneAsync(Cancellation))!.Job.Id);
        await kit.AssertStateAsync(second, JobState.Ready, Cancellation);
        Assert.Equal(1, await kit.RunUntilIdleAsync(cancellationToken: Cancellation));
        Assert.Null(await kit.RunOneAsync(Cancellation));
    }

    [Fact]
    public async Task The_clock_moves_only_when_told()
    {
        await using var kit = Create((_, _, _) => Outcome(new JobOutcome.Completed()));
        var id = await kit.Queue.EnqueueAsync(new Order("later"), new EnqueueOptions { RunAt = kit.Time.GetUtcNow() + TimeSpan.FromDays(400) }, Cancellation);

        await kit.AdvanceAsync(TimeSpan.FromDays(399), Cancellation);
        await kit.AssertStateAsync(id, JobState.Delayed, Cancellation);
        await kit.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);
        await kit.RunUntilIdleAsync(cancellationToken: Cancellation);

        await kit.AssertStateAsync(id, JobState.Completed, Cancellation);
    }

    [Fact]
    public async Task A_job_that_waits_for_a_signal_comes_back_waiting()
    {
        await using var kit = Create(async (_, context, ct) =>
        {
            var answer = await context.WaitForSignalAsync(new SignalStep<string> { Key = new StepKey("", 0), Signal = "ok", BodyType = Text }, ct);
            return new JobOutcome.Completed { Result = Encoding.UTF8.GetBytes($"\"{answer.Body}\"") };
        });
        var waiting = await kit.RunAsync(new Order("a"), cancellationToken: Cancellation);
        Assert.Equal(JobState.WaitingSignal, waiting.Job.State);

        await kit.Queue.SignalAsync(waiting.Job.Id, "ok", "sure", Text, cancellationToken: Cancellation);
        await kit.RunUntilIdleAsync(cancellationToken: Cancellation);

        var done = await kit.AssertStateAsync(waiting.Job.Id, JobState.Completed, Cancellation);
        Assert.Equal("\"sure\"", Encoding.UTF8.GetString(done.Result!.Value.Span));
    }

    [Fact]
    public async Task What_was_added_can_be_asserted_and_a_failure_says_what_is_there()
    {
        await using var kit = Create((_, _, _) => Outcome(new JobOutcome.Completed()));
        await kit.Queue.EnqueueAsync(new Order("apples"), cancellationToken: Cancellation);

        Assert.Equal("apples", (await kit.AssertAddedAsync<Order>(o => o.Item.StartsWith('a'), Cancellation)).Arguments.Item);
        await kit.AssertNotAddedAsync<Order>(o => o.Item == "pears", Cancellation);

        var missing = await Assert.ThrowsAsync<JobAssertionException>(() => kit.AssertAddedAsync<Order>(o => o.Item == "pears", Cancellation));
        Assert.Contains("apples", missing.Message, StringComparison.Ordinal);
        var present = await Assert.ThrowsAsync<JobAssertionException>(() => kit.AssertNotAddedAsync<Order>(cancellationToken: Cancellation));
        Assert.Contains("apples", present.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<JobAssertionException>(() => kit.AssertStateAsync(new JobId(Guid.Empty), JobState.Ready, Cancellation));
    }

    [Fact]
    public async Task A_job_that_puts_itself_back_for_ever_is_noticed()
    {
        await using var kit = Create((_, _, _) => Outcome(new JobOutcome.Snoozed { For = TimeSpan.Zero, Reason = "again" }));
        await kit.Queue.EnqueueAsync(new Order("a"), cancellationToken: Cancellation);

        await Assert.ThrowsAsync<JobAssertionException>(() => kit.RunUntilIdleAsync(limit: 5, Cancellation));
    }

    [Fact]
    public async Task Its_folder_is_gone_with_it()
    {
        string? path = null;
        var kit = JobTestKit.Create((services, folder) => Register(services, path = folder, (_, _, _) => Outcome(new JobOutcome.Completed())));
        await kit.RunAsync(new Order("a"), cancellationToken: Cancellation);
        Assert.True(Directory.Exists(path));

        await kit.DisposeAsync();

        Assert.False(Directory.Exists(path));
    }

    private static JsonTypeInfo<string> Text => (JsonTypeInfo<string>)JsonSerializerOptions.Web.GetTypeInfo(typeof(string));

    private static JobTestKit Create(Func<Order, JobContext, CancellationToken, Task<JobOutcome>> handler) =>
        JobTestKit.Create((services, folder) => Register(services, folder, handler));

    private static void Register(IServiceCollection services, string folder, Func<Order, JobContext, CancellationToken, Task<JobOutcome>> handler) => services
        .AddSqliteStore(new SqliteStoreOptions { Path = Path.Combine(folder, "jobs.db") })
        .AddSingleton(new OrderHandler(handler))
        .AddJob<Order, OrderHandler>("order.place", (JsonTypeInfo<Order>)JsonSerializerOptions.Web.GetTypeInfo(typeof(Order)));

    private static Task<JobOutcome> Outcome(JobOutcome outcome) => Task.FromResult(outcome);

    private sealed record Order(string Item);

    private sealed class OrderHandler(Func<Order, JobContext, CancellationToken, Task<JobOutcome>> handler) : IJobHandler<Order>
    {
        public Task<JobOutcome> RunAsync(Order arguments, JobContext context, CancellationToken cancellationToken) => handler(arguments, context, cancellationToken);
    }
}
