using Isaa.Agents;
using Isaa.Agents.Settings;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Protocol.Events;
using Isaa.Tests.Agents.Support;

namespace Isaa.Tests.Agents.Calls;

/// <summary>A run without an agent's name goes to the agent that can do it, and says why.</summary>
public sealed class AgentRoutingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Translate the letter and proofread it", "ann", "the task names what it can do: translate, proofread; next: bob with translate")]
    [InlineData("please TRANSLATE this", "ann", "the task names what it can do: translate; next: bob with translate")]
    [InlineData("Write SQL queries for the report", "bob", "the task names what it can do: write sql")]
    [InlineData("untranslated words are no reason", "self", "no agent says that it can do what the task names; this is the default one")]
    public async Task A_task_goes_to_the_agent_that_can_do_most_of_what_it_names(string task, string agent, string reason)
    {
        await using var bed = await BedAsync();
        var run = await bed.Runner.EnqueueAsync(null, task, null, Cancellation);

        var result = await bed.WaitAsync(run);

        Assert.Equal(agent, result.Agent);
        Assert.Equal(reason, (await bed.EventsAsync(run)).OfType<AgentEvent.RunStarted>().Single().ChosenBecause);
    }

    [Fact]
    public async Task What_the_agent_must_be_able_to_do_counts_before_the_words_of_the_task_and_the_one_for_it_alone_before_others()
    {
        await using var bed = await BedAsync();
        Assert.Equal("cat", (await bed.RunAsync(null, "write sql", ["Summarise"])).Agent);
        Assert.Equal("bob", (await bed.RunAsync(null, "go", ["summarise", "write sql"])).Agent);
    }

    [Fact]
    public async Task A_capability_that_no_agent_has_is_refused_with_the_nearest_and_so_is_a_named_agent_without_it()
    {
        await using var bed = await BedAsync();
        var unknown = await Assert.ThrowsAsync<IsaaException>(() => bed.RunAsync(null, "go", ["sumarise"]));
        Assert.Equal("capability_unknown", unknown.Code);
        Assert.Contains("Did you mean summarise?", unknown.Message, StringComparison.Ordinal);
        Assert.Equal("capability_unknown", (await Assert.ThrowsAsync<IsaaException>(() => bed.RunAsync(null, "go", ["proofread", "summarise"]))).Code);
        Assert.Equal("capability_missing", (await Assert.ThrowsAsync<IsaaException>(() => bed.RunAsync("ann", "go", ["summarise"]))).Code);
    }

    [Fact]
    public async Task A_named_agent_is_never_replaced_and_needs_no_reason()
    {
        await using var bed = await BedAsync();
        var run = await bed.Runner.EnqueueAsync("cat", "translate and proofread", null, Cancellation);

        Assert.Equal("cat", (await bed.WaitAsync(run)).Agent);
        Assert.Null((await bed.EventsAsync(run)).OfType<AgentEvent.RunStarted>().Single().ChosenBecause);
    }

    [Fact]
    public async Task What_agent_and_run_require_of_the_worker_is_required_of_it()
    {
        await using var bed = await BedAsync();
        await bed.Registry.RegisterAsync(new AgentDefinition { Name = "dan", Requires = ["gpu", "agent:dan"] }, cancellationToken: Cancellation);

        var run = await bed.Runner.EnqueueAsync("dan", "go", new AgentRunOptions { Requires = ["big", "gpu"] }, Cancellation);

        Assert.Equal(["agent:dan", "big", "gpu", "model:fake"], (await bed.Store.FindAsync(run, Cancellation))!.Job.Requires.Order(StringComparer.Ordinal));
        bed.StartWorker();
        Assert.Equal("self", (await bed.RunAsync()).Agent);
        Assert.Equal(JobState.Ready, (await bed.Store.FindAsync(run, Cancellation))!.Job.State);
    }

    private static async Task<AgentBed> BedAsync()
    {
        var bed = new AgentBed(new FakeChatClient { Otherwise = FakeChatClient.Say("done") });
        foreach (var (name, capabilities) in new (string, string[])[] { ("ann", ["translate", "proofread"]), ("bob", ["translate", "write sql", "summarise"]), ("cat", ["summarise"]) })
        {
            await bed.Registry.RegisterAsync(
                new AgentDefinition { Name = name, Capabilities = capabilities, Reasoning = new AgentReasoning { Mode = ReasoningMode.Direct } }, cancellationToken: Cancellation);
        }

        return bed;
    }
}

file static class Routed
{
    public static async Task<Isaa.Protocol.Agents.AgentResult> RunAsync(this AgentBed bed, string? agent, string input, IReadOnlyList<string> capabilities) =>
        await bed.WaitAsync(await bed.Runner.EnqueueAsync(agent, input, new AgentRunOptions { Capabilities = capabilities }, TestContext.Current.CancellationToken));
}
