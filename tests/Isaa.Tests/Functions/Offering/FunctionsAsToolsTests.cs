using System.Text.Json;
using Isaa.Agents;
using Isaa.Agents.Registry;
using Isaa.Definitions;
using Isaa.Diagnostics;
using Isaa.Functions;
using Isaa.Functions.Checks;
using Isaa.Functions.Executions;
using Isaa.Functions.Storing;
using Isaa.Protocol.Agents;
using Isaa.Tests.Agents.Support;
using Isaa.Tests.Functions.Support;
using Microsoft.Extensions.DependencyInjection;
using static Isaa.Tests.Functions.Support.StoredFunctionBed;

namespace Isaa.Tests.Functions.Offering;

public sealed class FunctionsAsToolsTests : IAsyncLifetime
{
    private readonly StoredFunctionBed _played = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _played.DisposeAsync();

    [Fact]
    public async Task An_agent_calls_the_version_its_run_was_bound_to_when_it_was_added()
    {
        var client = new FakeChatClient().ThenCall(("c1", "twice", new { x = 21 })).ThenText("It is 42.");
        await using var bed = Bed(client);
        await SaveAsync(bed, Twice with { InputSchema = JsonElement.Parse("""{"properties":{"x":{"type":"integer"}},"required":["x"]}""") });
        await RegisterAsync(bed, "twice");
        var run = await bed.Runner.EnqueueAsync("counter", "go", null, Cancellation);
        await SaveAsync(bed, Twice with { Description = "newer" });

        var result = await bed.WaitAsync(run);

        Assert.Equal((AgentRunStatus.Completed, "It is 42."), (result.Status, result.Text));
        Assert.Equal("42", Assert.Single(client.Calls[1].Results).Result);
        var call = Assert.Single(await bed.Get<IFunctionLog>().ListAsync(new FunctionExecutionQuery { Agent = "counter" }, Cancellation));
        Assert.Equal((1, run.ToString()), (call.Version, call.Caller!.Job));
        var shown = Assert.Single(client.Calls[0].Options!.Tools!.OfType<Microsoft.Extensions.AI.AIFunctionDeclaration>(), tool => tool.Name == "twice");
        Assert.Equal(("twice", "object"), (shown.Name, shown.JsonSchema.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task A_failed_call_is_told_to_the_model_with_its_outcome_and_what_was_printed()
    {
        _played.Play = (_, _) => Task.FromResult(Fails(FunctionOutcome.Failed) with { Logs = "so far" });
        var client = new FakeChatClient().ThenCall(("c1", "twice", new { x = 1 })).ThenText("Sorry.");
        await using var bed = Bed(client);
        await SaveAsync(bed, Twice);
        await RegisterAsync(bed, "twice@1");

        await bed.RunAsync(agent: "counter");

        var text = (string)Assert.Single(client.Calls[1].Results).Result!;
        Assert.Contains("ValueError: no good (line 2, column 5)", text, StringComparison.Ordinal);
        Assert.Contains("so far", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_function_nobody_accepted_is_not_added()
    {
        await using var bed = Bed(new FakeChatClient());
        await bed.Get<FunctionStore>().SaveAsync(Twice, cancellationToken: Cancellation);
        await RegisterAsync(bed, "twice");

        Assert.Equal("function_not_approved", (await Assert.ThrowsAsync<IsaaException>(() => bed.Runner.EnqueueAsync("counter", "go", null, Cancellation))).Code);
        await RegisterAsync(bed, "nothing");
        Assert.Equal("function_unknown", (await Assert.ThrowsAsync<IsaaException>(() => bed.Runner.EnqueueAsync("counter", "go", null, Cancellation))).Code);
    }

    [Fact]
    public async Task A_function_never_takes_the_place_of_a_tool()
    {
        await using var bed = new AgentBed(new FakeChatClient(), [AgentBed.Tool((int x) => x, "twice")], more: Functions);
        await SaveAsync(bed, Twice);
        await bed.Registry.RegisterAsync(new AgentDefinition { Name = "counter", Functions = ["twice"] }, cancellationToken: Cancellation);

        var result = await bed.RunAsync(agent: "counter");

        Assert.Equal((AgentRunStatus.Failed, "tool_name_taken"), (result.Status, result.Error!.Code));
    }

    [Fact]
    public async Task A_definition_names_functions_only_as_they_can_be_called()
    {
        await using var bed = Bed(new FakeChatClient());

        var error = await Assert.ThrowsAsync<IsaaException>(() => RegisterAsync(bed, "twice", "twice@2", "no-name", "x@0"));

        Assert.Equal("agent_invalid", error.Code);
        Assert.Contains("'twice' more than once", error.Message, StringComparison.Ordinal);
        Assert.Contains("'no-name'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'x@0'", error.Message, StringComparison.Ordinal);
    }

    private AgentBed Bed(FakeChatClient client) => new(client, more: Functions);

    private void Functions(IServiceCollection services) =>
        services.AddSingleton<IFunctionRunner>(_played).AddSingleton<IFunctionChecker>(_played).AddFunctionStore();

    private static async Task SaveAsync(AgentBed bed, FunctionDefinition definition)
    {
        var store = bed.Get<FunctionStore>();
        var saved = await store.SaveAsync(definition, cancellationToken: Cancellation);
        await store.DecideAsync(saved, new DefinitionDecision { IsAccepted = true, By = "eva" }, Cancellation);
    }

    private static Task<AgentVersion> RegisterAsync(AgentBed bed, params string[] functions) => bed.Registry.RegisterAsync(
        new AgentDefinition { Name = "counter", Tools = [], Functions = functions }, cancellationToken: Cancellation);
}
