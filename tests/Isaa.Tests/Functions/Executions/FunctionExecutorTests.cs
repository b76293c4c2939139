using System.Diagnostics.Metrics;
using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Functions;
using Isaa.Functions.Executions;
using Isaa.Functions.Storing;
using Isaa.Jobs;
using Isaa.Storage.Sqlite;
using Isaa.Tests.Functions.Support;
using Isaa.Tests.Support;
using Microsoft.Data.Sqlite;
using static Isaa.Tests.Functions.Support.StoredFunctionBed;

namespace Isaa.Tests.Functions.Executions;

public sealed class FunctionExecutorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_gives_its_result_and_is_on_record_without_input_and_output()
    {
        await using var bed = new StoredFunctionBed();
        var function = await bed.SaveAsync();
        var caller = new FunctionContext { Session = "s", Agent = "a", Job = "j" };

        var ended = await bed.Executor.RunAsync(new FunctionRequest { Function = "twice", Input = Input(21), Caller = caller }, Cancellation);

        Assert.Equal("42", ended.Output!.Value.GetRawText());
        var kept = Assert.Single(await bed.LogAsync());
        Assert.Equal((ended.Id, 1, function.Hash, FunctionOutcome.Completed, caller), (kept.Id, kept.Version, kept.Hash, kept.Outcome, kept.Caller));
        Assert.Equal((TimeSpan.FromMilliseconds(3), 2), (kept.Usage.Duration, kept.Usage.OutputBytes));
        Assert.Null(kept.Output);
    }

    [Fact]
    public async Task A_failed_call_is_a_result_with_its_error_on_record()
    {
        await using var bed = new StoredFunctionBed(new FunctionStoreOptions { KeepLogCharacters = 3 }) { Play = (_, _) => Task.FromResult(Fails(FunctionOutcome.Failed) with { Logs = "printed" }) };
        await bed.SaveAsync();

        var ended = await bed.RunAsync();

        Assert.Equal((FunctionOutcome.Failed, "printed"), (ended.Outcome, ended.Logs));
        var kept = Assert.Single(await bed.LogAsync());
        Assert.Equal(("ValueError", 2, 5, "pri"), (kept.Error!.Kind, kept.Error.Line, kept.Error.Column, kept.Logs));
    }

    [Fact]
    public async Task What_nobody_accepted_is_not_called()
    {
        await using var bed = new StoredFunctionBed();
        await bed.SaveAsync(isAccepted: false);

        Assert.Equal("function_not_approved", (await Assert.ThrowsAsync<IsaaException>(() => bed.RunAsync())).Code);
        Assert.Equal(0, bed.Calls);
    }

    [Fact]
    public async Task A_call_bound_to_another_hash_is_refused()
    {
        await using var bed = new StoredFunctionBed();
        await bed.SaveAsync();

        var error = await Assert.ThrowsAsync<IsaaException>(
            () => bed.Executor.RunAsync(new FunctionRequest { Function = "twice@1", Hash = new string('0', 64), Input = Input(1) }, Cancellation));

        Assert.Equal("function_changed", error.Code);
        Assert.Equal(0, bed.Calls);
    }

    [Fact]
    public async Task Bytes_that_were_changed_in_the_store_under_the_same_version_are_not_called()
    {
        await using var bed = new StoredFunctionBed();
        var function = await bed.SaveAsync();
        await using (var connection = new SqliteConnection($"Data Source={bed.Engine.Get<SqliteStore>().Path}"))
        {
            await connection.OpenAsync(Cancellation);
            var change = connection.CreateCommand();
            change.CommandText = "UPDATE isaa_definition_versions SET body = CAST(replace(CAST(body AS TEXT), 'x * 2', 'x * 3') AS BLOB)";
            Assert.Equal(1, await change.ExecuteNonQueryAsync(Cancellation));
        }

        foreach (var name in new[] { "twice", "twice@1" })
        {
            var error = await Assert.ThrowsAsync<IsaaException>(() => bed.RunAsync(name));
            Assert.Equal("function_changed", error.Code);
            Assert.Contains(function.Hash, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, bed.Calls);
    }

    [Fact]
    public async Task The_same_key_answers_with_the_recorded_result()
    {
        await using var bed = new StoredFunctionBed();
        await bed.SaveAsync();

        var first = await bed.RunAsync(x: 4, key: "k");
        await bed.SaveAsync(Twice with { Description = "newer" });
        var again = await bed.RunAsync(x: 4, key: "k");

        Assert.Equal((first.Id, "8", 1), (again.Id, again.Output!.Value.GetRawText(), again.Version));
        Assert.Equal(1, bed.Calls);
        Assert.Single(await bed.LogAsync());
    }

    [Fact]
    public async Task A_failed_call_is_the_answer_to_its_key_too()
    {
        await using var bed = new StoredFunctionBed { Play = (_, _) => Task.FromResult(Fails(FunctionOutcome.MemoryLimit)) };
        await bed.SaveAsync();

        await bed.RunAsync(key: "k");
        var again = await bed.RunAsync(key: "k");

        Assert.Equal((FunctionOutcome.MemoryLimit, "no good"), (again.Outcome, again.Error!.Message));
        Assert.Equal(1, bed.Calls);
    }

    [Fact]
    public async Task A_call_that_could_not_start_does_not_use_up_its_key()
    {
        await using var bed = new StoredFunctionBed();
        await bed.SaveAsync();
        var play = bed.Play;
        bed.Play = (_, _) => Task.FromResult(Fails(FunctionOutcome.SandboxUnavailable));
        Assert.Equal(FunctionOutcome.SandboxUnavailable, (await bed.RunAsync(key: "k")).Outcome);

        bed.Play = play;
        Assert.Equal("4", (await bed.RunAsync(key: "k")).Output!.Value.GetRawText());
    }

    [Fact]
    public async Task A_key_of_another_call_is_refused()
    {
        await using var bed = new StoredFunctionBed();
        await bed.SaveAsync();
        await bed.SaveAsync(Twice with { Name = "double" });
        await bed.RunAsync(x: 1, key: "k");

        Assert.Equal("key_conflict", (await Assert.ThrowsAsync<IsaaException>(() => bed.RunAsync(x: 2, key: "k"))).Code);
        Assert.Equal("key_conflict", (await Assert.ThrowsAsync<IsaaException>(() => bed.RunAsync("double", x: 1, key: "k"))).Code);
        Assert.Equal("key_invalid", (await Assert.ThrowsAsync<IsaaException>(() => bed.RunAsync(key: ""))).Code);
        Assert.Equal(1, bed.Calls);
    }

    [Fact]
    public async Task While_a_call_runs_its_key_is_taken_and_a_cancelled_one_gives_it_free()
    {
        await using var bed = new StoredFunctionBed();
        await bed.SaveAsync();
        var play = bed.Play;
        var running = new TaskCompletionSource();
        bed.Play = async (_, token) =>
        {
            running.SetResult();
            await new TaskCompletionSource().Task.WaitAsync(token);
            return Gives("0");
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var first = bed.Executor.RunAsync(new FunctionRequest { Function = "twice", Input = Input(2), IdempotencyKey = "k" }, stop.Token);
        await running.Task;

        var error = await Assert.ThrowsAsync<IsaaException>(() => bed.RunAsync(key: "k"));
        Assert.Equal("key_conflict", error.Code);
        Assert.Contains("still runs", error.Message, StringComparison.Ordinal);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        bed.Play = play;
        Assert.Equal("4", (await bed.RunAsync(key: "k")).Output!.Value.GetRawText());
    }

    [Fact]
    public async Task A_job_calls_the_version_of_the_moment_it_was_added()
    {
        await using var bed = new StoredFunctionBed();
        await bed.SaveAsync();
        var job = await bed.Executor.EnqueueAsync(new FunctionRequest { Function = "twice", Input = Input(5) }, cancellationToken: Cancellation);
        await bed.SaveAsync(Twice with { Description = "newer" });
        bed.Engine.StartWorker();

        var detail = await bed.Engine.Queue.WaitAsync(job, Cancellation);

        Assert.Equal(JobState.Completed, detail!.Job.State);
        var result = JsonSerializer.Deserialize(detail.Result!.Value.Span, FunctionRunJson.Default.FunctionExecution)!;
        Assert.Equal(("10", 1, job.ToString()), (result.Output!.Value.GetRawText(), result.Version, result.Caller!.Job));
    }

    [Fact]
    public async Task A_job_whose_call_fails_has_failed_with_the_outcome_as_its_code()
    {
        await using var bed = new StoredFunctionBed { Play = (_, _) => Task.FromResult(Fails(FunctionOutcome.Timeout, "timeout")) };
        await bed.SaveAsync();
        var job = await bed.Executor.EnqueueAsync(new FunctionRequest { Function = "twice", Input = Input(5) }, cancellationToken: Cancellation);
        bed.Engine.StartWorker();

        var detail = await bed.Engine.Queue.WaitAsync(job, Cancellation);

        Assert.Equal((JobState.Failed, "timeout"), (detail!.Job.State, detail.Job.Error!.Code));
    }

    [Fact]
    public async Task A_job_waits_while_the_sandbox_is_busy_and_is_not_charged()
    {
        await using var bed = new StoredFunctionBed();
        await bed.SaveAsync();
        var play = bed.Play;
        bed.Play = (call, token) =>
        {
            bed.Play = play;
            return Task.FromResult(Fails(FunctionOutcome.Busy));
        };
        var job = await bed.Executor.EnqueueAsync(new FunctionRequest { Function = "twice", Input = Input(5) }, cancellationToken: Cancellation);
        bed.Engine.StartWorker();

        var detail = await bed.Engine.Queue.WaitAsync(job, Cancellation);

        Assert.Equal((JobState.Completed, 0), (detail!.Job.State, detail.Job.Charged));
    }

    [Fact]
    public async Task Old_executions_are_pruned()
    {
        var time = new ManualTime();
        await using var bed = new StoredFunctionBed(new FunctionStoreOptions { KeepExecutions = TimeSpan.FromSeconds(10) }, time);
        await bed.SaveAsync();
        await bed.RunAsync();
        var pruner = bed.Engine.Get<IEnumerable<Isaa.Jobs.Maintenance.IMaintenanceTask>>().Single(t => t.Name.Contains("functions", StringComparison.Ordinal));

        Assert.Equal(0, (await pruner.RunOnceAsync(Cancellation)).Count);
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(1, (await pruner.RunOnceAsync(Cancellation)).Count);
        Assert.Empty(await bed.LogAsync());
    }

    [Fact]
    public async Task Calls_are_counted_by_function_outcome_and_language()
    {
        await using var bed = new StoredFunctionBed();
        await bed.SaveAsync(Twice with { Name = "counted" });
        var counted = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "isaa.function.calls")
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            var text = $"{value} {string.Join(' ', tags.ToArray().Select(t => t.Value))}";
            if (text.Contains("counted", StringComparison.Ordinal))
            {
                counted.Add(text);
            }
        });
        listener.Start();

        await bed.RunAsync("counted");

        Assert.Equal(["1 counted completed python"], counted);
    }
}
