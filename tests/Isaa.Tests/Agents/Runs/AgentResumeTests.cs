using Isaa.Agents;
using Isaa.Agents.Runs;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;
using Isaa.Models;
using Isaa.Protocol.Agents;
using Isaa.Tests.Agents.Support;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Isaa.Tests.Agents.Runs;

/// <summary>A run dies at each of its commits and goes on in another process.</summary>
public sealed class AgentResumeTests
{
    private const int Rounds = 5;
    private const int MoreThanAllCommits = 30;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StepKind.OnceOnly, false)]
    [InlineData(StepKind.OnceOnly, true)]
    [InlineData(StepKind.Repeatable, false)]
    [InlineData(StepKind.Repeatable, true)]
    public async Task A_run_that_dies_at_any_commit_completes_and_repeats_nothing_it_must_not(StepKind kind, bool writesLast)
    {
        var deaths = 0;
        for (var commit = 1; commit <= MoreThanAllCommits; commit++)
        {
            var world = new List<string>();
            var client = new FakeChatClient { Otherwise = (asked, _) => Play(asked) };
            await using var bed = new AgentBed(client, [AgentBed.Tool((string line) => Add(world, line), "append", kind), AgentBed.Tool((string line) => world.Contains(line), "has", StepKind.Repeatable)]);
            var run = await bed.Runner.EnqueueAsync("self", "go", null, Cancellation);

            var hasDied = await DieAsync(bed, run, commit, writesLast);
            var result = await bed.WaitAsync(run);

            Assert.Equal((AgentRunStatus.Completed, "done"), (result.Status, result.Text));
            Assert.Equal(Lines(), world.Distinct());
            if (kind == StepKind.OnceOnly)
            {
                Assert.Equal(world.Distinct(), world);
            }

            Assert.True(client.Calls.Count <= result.Turns + 1, "at most one turn is asked again");
            if (!hasDied)
            {
                Assert.True(deaths >= Rounds * 2, $"the run died only {deaths} times");
                return;
            }

            deaths++;
        }

        Assert.Fail("The run made more commits than it can have.");
    }

    [Fact]
    public async Task A_call_whose_outcome_is_unknown_is_reported_once_in_plain_words()
    {
        var world = new List<string>();
        var client = new FakeChatClient().ThenCall(("c1", "append", new { line = "x" })).ThenText("I checked.");
        await using var bed = new AgentBed(client, [AgentBed.Tool((string line) => Add(world, line), "append")]);
        var run = await bed.Runner.EnqueueAsync("self", "go", null, Cancellation);

        // The turn, the intent, and then the result that is never written.
        Assert.True(await DieAsync(bed, run, atCommit: 3, writesLast: false));
        var result = await bed.WaitAsync(run);

        Assert.Equal(["x"], world);
        Assert.Equal("I checked.", result.Text);
        var told = Assert.Single(client.Calls[1].Results);
        Assert.Contains("outcome unknown", (string)told.Result!, StringComparison.Ordinal);
        Assert.Equal(ToolCallText.UnknownOutcome, ToolCallText.FindOutcome(told));
        Assert.Equal("outcome_unknown", (await bed.MessagesAsync(result.Session)).Single(m => m.CallId == "c1").ErrorCode);
        Assert.Single(await bed.EventsAsync(run), e => e is Protocol.Events.AgentEvent.ToolUnknown { CallId: "c1" });
    }

    [Fact]
    public async Task What_was_paid_before_the_death_still_counts()
    {
        var client = new FakeChatClient().ThenCall(("c1", "append", new { line = "x" })).ThenText("done");
        await using var bed = new AgentBed(client, [AgentBed.Tool((string line) => line, "append")]);
        var run = await bed.Runner.EnqueueAsync("self", "go", null, Cancellation);

        Assert.True(await DieAsync(bed, run, atCommit: 2, writesLast: true));
        var result = await bed.WaitAsync(run);

        Assert.Equal(new TokenUsage { Input = 20, Output = 10 }, result.Usage);
        Assert.Equal((2, 1), (result.Turns, result.ToolCalls));
    }

    /// <summary>Runs the job in a process that dies at its n-th commit.</summary>
    private static async Task<bool> DieAsync(AgentBed bed, JobId run, int atCommit, bool writesLast)
    {
        var worker = new WorkerId(new IdSource(TimeProvider.System).Next());
        await bed.Store.HeartbeatAsync(new WorkerHeartbeat { Worker = worker, Host = "here", ProcessId = 1, LeaseTime = TimeSpan.FromMinutes(1) }, Cancellation);
        var claimed = Assert.Single((await bed.Store.ClaimAsync(
            new ClaimRequest { Worker = worker, Limit = 1, Kinds = [AgentRunJob.Kind], Capabilities = ["model:fake"] }, Cancellation)).Jobs);
        Assert.Equal(run, claimed.Job.Id);
        var (store, control) = DyingStore.Create(bed.Store, atCommit, writesLast);
        var arguments = System.Text.Json.JsonSerializer.Deserialize(claimed.Arguments.Span, RunJson.Default.AgentRunJob)!;
        using var interruption = new JobInterruption();
        var ports = new WorkerPorts
        {
            Store = store,
            Kinds = bed.Get<JobKindCatalog>(),
            Options = new WorkerOptions(),
            Ids = bed.Get<IdSource>(),
            Time = TimeProvider.System,
            Logger = NullLogger.Instance,
        };
        var context = new JobContext(ports, claimed, interruption);
        try
        {
            await bed.Get<AgentRunHandler>().RunAsync(arguments, context, Cancellation);
        }
        catch (DyingStore.ProcessDiedException)
        {
        }

        await bed.Store.RetireAsync(worker, Cancellation);
        return control.HasDied;
    }

    private static string Add(List<string> world, string line)
    {
        world.Add(line);
        return "added";
    }

    private static IEnumerable<string> Lines() => Enumerable.Range(1, Rounds).Select(i => $"line {i}");

    /// <summary>Appends the lines one by one; where it is told that an outcome is unknown, it looks first and appends only what is missing.</summary>
    private static IAsyncEnumerable<ChatResponseUpdate> Play(FakeChatClient.Asked asked)
    {
        var calls = asked.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().ToDictionary(c => c.CallId);
        var settled = 0;
        string? unsure = null;
        foreach (var result in asked.Results)
        {
            var call = calls[result.CallId];
            var isUnknown = ToolCallText.FindOutcome(result) == ToolCallText.UnknownOutcome;
            var isThere = call.Name == "append" ? !isUnknown : ToolCallText.Result(result).Contains("true", StringComparison.OrdinalIgnoreCase);
            unsure = call.Name == "append" && isUnknown ? $"line {settled + 1}" : null;
            settled += isThere ? 1 : 0;
        }

        var id = $"c{calls.Count + 1}";
        return settled == Rounds ? FakeChatClient.Say("done")(asked, default)
            : unsure is not null ? FakeChatClient.Ask((id, "has", new { line = unsure }))(asked, default)
            : FakeChatClient.Ask((id, "append", new { line = $"line {settled + 1}" }))(asked, default);
    }
}
