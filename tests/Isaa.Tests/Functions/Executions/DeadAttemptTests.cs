using Isaa.Diagnostics;
using Isaa.Functions;
using Isaa.Functions.Executions;
using Isaa.Functions.Running;
using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Tests.Functions.Support;
using static Isaa.Tests.Functions.Support.StoredFunctionBed;

namespace Isaa.Tests.Functions.Executions;

/// <summary>Jobs whose earlier attempt died between the call and its record: its execution was begun and never ended.</summary>
public sealed class DeadAttemptTests : IAsyncDisposable
{
    private readonly StoredFunctionBed _bed = new();
    private int _before;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_that_could_reach_nobody_is_made_again_at_once()
    {
        var job = await AddAsync("k");
        await BeginAsync(job, "k");

        var ended = await RunAsync(job);

        Assert.Equal(JobState.Completed, ended.Job.State);
        Assert.Equal(1, _bed.Calls - _before);
        Assert.Equal(FunctionOutcome.Completed, Assert.Single(await _bed.LogAsync()).Outcome);
    }

    [Fact]
    public async Task A_call_that_could_reach_others_is_not_made_again_and_says_so()
    {
        var job = await AddAsync(key: null, "api.example.org:443");
        await BeginAsync(job, $"job {job}");

        var ended = await RunAsync(job);

        Assert.Equal((JobState.Failed, "crashed", 0), (ended.Job.State, ended.Job.Error!.Code, _bed.Calls - _before));
        Assert.Contains("not known", ended.Job.Error.Message, StringComparison.Ordinal);
        Assert.Equal((FunctionOutcome.Crashed, "outcome_unknown"), (Assert.Single(await _bed.LogAsync()).Outcome!.Value, (await _bed.LogAsync())[0].Error!.Kind));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_could_reach_others_is_not_made_again_however_late_somebody_comes_back_to_it(bool isJob)
    {
        var job = await AddAsync(key: null, "api.example.org:443");
        await BeginAsync(isJob ? job : default, isJob ? $"job {job}" : "k", ago: TimeSpan.FromHours(1));

        var outcome = isJob ? (await RunAsync(job)).Job.Error!.Code : FunctionNames.Of((await _bed.RunAsync(key: "k")).Outcome!.Value);

        Assert.Equal(("crashed", 0), (outcome, _bed.Calls - _before));
        Assert.Equal("outcome_unknown", Assert.Single(await _bed.LogAsync()).Error!.Kind);
    }

    [Fact]
    public async Task An_abandoned_call_is_not_forgotten_for_another_function_that_comes_with_its_key()
    {
        _ = await AddAsync(key: null, "api.example.org:443");
        await BeginAsync(default, "k", ago: TimeSpan.FromHours(1));
        await _bed.SaveAsync(Twice with { Name = "other", Code = "def other(x):\n    return x\n" });

        Assert.Equal("key_conflict", (await Assert.ThrowsAsync<IsaaException>(() => _bed.RunAsync("other", key: "k"))).Code);
        Assert.Null(Assert.Single(await _bed.LogAsync()).Outcome);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task A_call_that_was_stopped_is_not_made_again_once_it_may_have_reached_others(bool reachedNoWorker, int calls)
    {
        await _bed.SaveAsync(Twice with { SafeMode = false, Network = ["api.example.org:443"] });
        var play = _bed.Play;
        _before = _bed.Calls;
        _bed.Play = (_, _) => throw (reachedNoWorker ? new NothingRanException(new OperationCanceledException()) : new OperationCanceledException());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bed.RunAsync(key: "k"));
        _bed.Play = play;

        var again = await _bed.RunAsync(key: "k");

        Assert.Equal((calls, reachedNoWorker ? null : "outcome_unknown"), (_bed.Calls - _before, again.Error?.Kind));
    }

    [Fact]
    public async Task The_key_of_another_callers_call_that_still_runs_is_left_alone()
    {
        var job = await AddAsync("k");
        await BeginAsync(new JobId(Guid.Parse("00000000-0000-7000-8000-000000000001")), "k");

        var ended = await RunAsync(job);

        Assert.Equal((JobState.Failed, "key_conflict", 0), (ended.Job.State, ended.Job.Error!.Code, _bed.Calls - _before));
    }

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    private async Task<JobId> AddAsync(string? key, params string[] network)
    {
        await _bed.SaveAsync(Twice with { SafeMode = false, Network = network });
        return await _bed.Executor.EnqueueAsync(new FunctionRequest { Function = "twice", Input = Input(2), IdempotencyKey = key }, cancellationToken: Cancellation);
    }

    /// <summary>What an attempt has written when it dies in the middle of the call.</summary>
    private async Task BeginAsync(JobId job, string key, TimeSpan ago = default)
    {
        await _bed.RunAsync(key: "model");
        var model = Assert.Single(await _bed.LogAsync());
        await _bed.Log.PruneAsync(DateTimeOffset.MaxValue, 10, Cancellation);
        _before = _bed.Calls;
        Assert.Null(await _bed.Log.BeginAsync(
            model with { StartedAt = model.StartedAt - ago, Id = Guid.Parse("00000000-0000-7000-8000-000000000002"), Outcome = null, Output = null, IdempotencyKey = key, Caller = new FunctionContext { Job = job.ToString() } },
            DateTimeOffset.MinValue, Cancellation));
    }

    private async Task<JobDetail> RunAsync(JobId job)
    {
        _bed.Engine.StartWorker();
        return (await _bed.Engine.Queue.WaitAsync(job, Cancellation))!;
    }
}
