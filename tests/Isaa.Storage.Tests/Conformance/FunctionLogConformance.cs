using Isaa.Diagnostics;
using Isaa.Functions;
using Isaa.Functions.Executions;
using Isaa.Storage.Functions;
using Isaa.Storage.Tests.Support;
using System.Text.Json;

namespace Isaa.Storage.Tests.Conformance;

/// <summary>What every record of executions does.</summary>
public abstract class FunctionLogConformance : FeatureConformance
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private readonly IdSource _ids = new(TimeProvider.System);

    private protected FunctionLogConformance(StoreFixture fixture)
        : base(fixture) => Log = new FunctionLog(Database);

    private FunctionLog Log { get; }

    [Fact]
    public async Task An_execution_is_found_as_it_was_kept()
    {
        var kept = Ended("sort", FunctionOutcome.Failed) with
        {
            Tenant = "t",
            Version = 7,
            Error = new FunctionError { Kind = "ValueError", Message = "no wörd", Line = 3, Column = 5, Trace = "at x" },
            Logs = "printed\n",
            Usage = new FunctionUsage
            {
                Duration = TimeSpan.FromMilliseconds(12.345),
                Wait = TimeSpan.FromMicroseconds(7),
                CpuTime = TimeSpan.FromSeconds(2),
                PeakMemoryBytes = 5L << 30,
                InputBytes = 11,
                OutputBytes = 22,
                LogBytes = 33L << 32,
            },
            Caller = new FunctionContext { Session = "s", Job = "j", Agent = "a" },
        };
        await Log.AddAsync(kept, Token);

        Assert.Equal(kept, await Log.FindAsync("t", kept.Id, Token));
        Assert.Null(await Log.FindAsync("default", kept.Id, Token));
    }

    [Fact]
    public async Task A_key_is_taken_once_and_answers_with_what_came_of_the_call()
    {
        var first = Begun("sort", "k");
        var second = Begun("sort", "k");

        Assert.Null(await Log.BeginAsync(first, Noon.AddHours(-1), Token));
        var running = await Log.BeginAsync(second, Noon.AddHours(-1), Token);
        Assert.Equal((first.Id, null), (running!.Id, running.Outcome));

        await Log.CompleteAsync(first with { Outcome = FunctionOutcome.Completed, Output = JsonElement.Parse("""{"a":[1,2]}""") }, Token);
        var known = await Log.BeginAsync(second, Noon.AddHours(-1), Token);
        Assert.Equal((first.Id, FunctionOutcome.Completed), (known!.Id, known.Outcome));
        Assert.Equal("""{"a":[1,2]}""", known.Output!.Value.GetRawText());
        Assert.Equal(known.Id, (await Log.FindByKeyAsync("default", "k", Token))!.Id);
        Assert.Null(await Log.BeginAsync(second with { Tenant = "other" }, Noon.AddHours(-1), Token));
    }

    [Fact]
    public async Task Of_many_that_begin_with_one_key_at_once_one_has_it()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Log.BeginAsync(Begun("sort", "k"), Noon.AddHours(-1), Token)));

        Assert.Single(answers, a => a is null);
        Assert.Single(answers.OfType<FunctionExecution>().Select(a => a.Id).Distinct());
    }

    [Fact]
    public async Task A_key_whose_call_was_abandoned_can_be_taken_and_its_late_end_is_kept_without_it()
    {
        var lost = Begun("sort", "k");
        await Log.BeginAsync(lost, Noon.AddHours(-1), Token);
        var next = Begun("sort", "k");

        Assert.Null(await Log.BeginAsync(next, Noon.AddTicks(TimeSpan.TicksPerMillisecond), Token));
        await Log.CompleteAsync(lost with { Outcome = FunctionOutcome.Completed }, Token);

        Assert.Equal(next.Id, (await Log.FindByKeyAsync("default", "k", Token))!.Id);
        Assert.Null((await Log.FindAsync("default", lost.Id, Token))!.IdempotencyKey);
    }

    [Fact]
    public async Task A_forgotten_call_gives_its_key_free_and_one_that_ended_is_not_forgotten()
    {
        var one = Begun("sort", "k");
        await Log.BeginAsync(one, Noon.AddHours(-1), Token);
        await Log.ForgetAsync(one.Id, Token);
        Assert.Null(await Log.FindByKeyAsync("default", "k", Token));

        var other = Ended("sort") with { IdempotencyKey = "k" };
        await Log.AddAsync(other, Token);
        await Log.ForgetAsync(other.Id, Token);
        Assert.NotNull(await Log.FindByKeyAsync("default", "k", Token));
    }

    [Theory]
    [InlineData("function", "b3,b2,b1")]
    [InlineData("version", "b3")]
    [InlineData("outcome", "b2")]
    [InlineData("failed", "b2,a2")]
    [InlineData("successful", "b3,b1,a1")]
    [InlineData("agent", "a2")]
    [InlineData("session", "a1")]
    [InlineData("job", "b1")]
    [InlineData("since", "b3,b2")]
    [InlineData("before", "b1,a2,a1")]
    [InlineData("limit", "b3,b2")]
    [InlineData("tenant", "")]
    public async Task Executions_are_searched_newest_first(string by, string found)
    {
        await KeepAsync("a1", "a", caller: new FunctionContext { Session = "s" });
        await KeepAsync("a2", "a", FunctionOutcome.Timeout, caller: new FunctionContext { Agent = "eva" });
        await KeepAsync("b1", "b", caller: new FunctionContext { Job = "j" });
        var b2 = await KeepAsync("b2", "b", FunctionOutcome.MemoryLimit, minutes: 5);
        await KeepAsync("b3", "b", minutes: 6, version: 2);
        var all = new FunctionExecutionQuery();
        var query = by switch
        {
            "function" => all with { Function = "b" },
            "version" => all with { Function = "b", Version = 2 },
            "outcome" => all with { Outcome = FunctionOutcome.MemoryLimit },
            "failed" => all with { IsFailed = true },
            "successful" => all with { IsFailed = false },
            "agent" => all with { Agent = "eva" },
            "session" => all with { Session = "s" },
            "job" => all with { Job = "j" },
            "since" => all with { Since = Noon.AddMinutes(5) },
            "before" => all with { Before = b2 },
            "limit" => all with { Limit = 2 },
            _ => all with { Tenant = "other" },
        };

        Assert.Equal(found, string.Join(',', (await Log.ListAsync(query, Token)).Select(e => e.Logs)));
    }

    [Fact]
    public async Task Calls_are_summed_up_per_function()
    {
        await KeepAsync("", "a", minutes: -90);
        await KeepAsync("", "b", milliseconds: 10, cpu: 4);
        await KeepAsync("", "b", FunctionOutcome.Crashed, minutes: 3, milliseconds: 30, cpu: 5);
        await Log.BeginAsync(Begun("b", "k"), Noon.AddHours(-1), Token);

        var sums = await Log.SummarizeAsync("default", Noon.AddHours(-1), Token);

        var b = Assert.Single(sums);
        Assert.Equal(("b", 2, 1), (b.Function, b.Calls, b.Failures));
        Assert.Equal((20, 30, 9), (b.MeanDuration.TotalMilliseconds, b.LongestDuration.TotalMilliseconds, b.CpuTime.TotalMilliseconds));
        Assert.Equal((1_000L, Noon.AddMinutes(3)), (b.PeakMemoryBytes, b.LastStartedAt));
    }

    [Fact]
    public async Task The_oldest_are_pruned_up_to_a_number()
    {
        await KeepAsync("new", "a", minutes: 2);
        await KeepAsync("older", "a", minutes: -2);
        await KeepAsync("oldest", "a", minutes: -3);

        Assert.Equal(1, await Log.PruneAsync(Noon, most: 1, Token));
        Assert.Equal(["older", "new"], (await Log.ListAsync(new FunctionExecutionQuery(), Token)).Select(e => e.Logs));
        Assert.Equal(1, await Log.PruneAsync(Noon, most: 10, Token));
        Assert.Equal(["new"], (await Log.ListAsync(new FunctionExecutionQuery(), Token)).Select(e => e.Logs));
    }

    private async Task<Guid> KeepAsync(
        string label, string function, FunctionOutcome outcome = FunctionOutcome.Completed, int minutes = 0, int version = 1, int milliseconds = 1, int cpu = 1, FunctionContext? caller = null)
    {
        var execution = Ended(function, outcome) with
        {
            Logs = label,
            StartedAt = Noon.AddMinutes(minutes),
            Version = version,
            Caller = caller,
            Usage = new FunctionUsage { Duration = TimeSpan.FromMilliseconds(milliseconds), CpuTime = TimeSpan.FromMilliseconds(cpu), PeakMemoryBytes = 1_000 },
        };
        await Log.AddAsync(execution, Token);
        return execution.Id;
    }

    private FunctionExecution Ended(string function, FunctionOutcome outcome = FunctionOutcome.Completed) => Begun(function, null) with { Outcome = outcome };

    private FunctionExecution Begun(string function, string? key) => new()
    {
        Id = _ids.Next(),
        Tenant = "default",
        Function = function,
        Version = 1,
        Hash = "h",
        StartedAt = Noon,
        Usage = new FunctionUsage { Duration = TimeSpan.Zero },
        IdempotencyKey = key,
        InputHash = "i",
    };
}
