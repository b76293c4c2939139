using Isaa.Agents;
using Isaa.Agents.Personas;
using Isaa.Agents.Registry;
using Isaa.Agents.Settings;
using Isaa.Agents.Usage;
using Isaa.Diagnostics;
using Isaa.Models;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;
using Isaa.Tests.Agents.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Tests.Agents.Runs;

public sealed class ModelChoiceTests : IDisposable
{
    private readonly FakeChatClient _fast = new();
    private readonly FakeChatClient _complex = new();
    private readonly FakeChatClient _spare = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _fast.Dispose();
        _complex.Dispose();
        _spare.Dispose();
    }

    [Theory]
    [InlineData(ModelChoice.Complex, null, null, "complex")]
    [InlineData(ModelChoice.Fast, null, null, "fast")]
    [InlineData(ModelChoice.Complex, ModelChoice.Fast, null, "fast")]
    [InlineData(ModelChoice.Fast, ModelChoice.Fast, ModelChoice.Complex, "complex")]
    public async Task The_run_chooses_before_its_persona_and_that_before_the_agent(ModelChoice agent, ModelChoice? persona, ModelChoice? run, string expected)
    {
        _fast.Otherwise = FakeChatClient.Say("fast");
        _complex.Otherwise = FakeChatClient.Say("complex");
        await using var bed = Bed();
        await RegisterAsync(bed, new AgentDefinition
        {
            Name = "a",
            Persona = persona is null ? null : PersonaReference.Of(new Persona { Name = "p", Model = persona }),
            Models = new AgentModels { Fast = "fake/fast", Complex = "fake/complex", Prefer = agent },
        });

        Assert.Equal(expected, (await bed.RunAsync(agent: "a", options: new AgentRunOptions { ModelChoice = run })).Text);
    }

    [Fact]
    public async Task A_model_that_fails_is_replaced_by_the_next_which_is_what_is_counted_and_paid()
    {
        _complex.ThenThrow(new ModelException("model_unavailable", "down", isTransient: true));
        _complex.Otherwise = (_, _) => throw new ModelException("model_unavailable", "down", isTransient: true);
        _spare.ThenText("from the spare one");
        await using var bed = Bed();
        await RegisterAsync(bed, new AgentDefinition { Name = "a", Models = new AgentModels { Complex = "fake/complex", Fallbacks = ["fake/missing", "fake/spare"] } });

        var run = await bed.Runner.EnqueueAsync("a", "go", cancellationToken: Cancellation);
        var result = await bed.WaitAsync(run);

        Assert.Equal(("from the spare one", 20m), (result.Text, result.CostUsd));
        Assert.Equal("fake/spare", (await bed.EventsAsync(run)).OfType<AgentEvent.TurnCompleted>().Single().Model);
        Assert.Equal("fake/spare", Assert.Single(await bed.Get<IUsageStore>().SumAsync(new UsageQuery { Tenant = "default" }, UsageGrouping.Model, Cancellation)).Key);
    }

    [Fact]
    public async Task When_no_model_can_be_called_the_error_says_so_of_each()
    {
        _complex.Otherwise = (_, _) => throw new ModelException("model_auth", "complex refused", isTransient: false);
        _spare.Otherwise = (_, _) => throw new ModelException("model_rejected", "spare refused", isTransient: false);
        await using var bed = Bed();
        await RegisterAsync(bed, new AgentDefinition { Name = "a", Models = new AgentModels { Complex = "fake/complex", Fallbacks = ["fake/spare"] } });

        var result = await bed.RunAsync(agent: "a");

        Assert.Equal((AgentRunStatus.Failed, "model_auth"), (result.Status, result.Error!.Code));
        Assert.Contains("complex refused spare refused", result.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_starts_on_a_fallback_when_the_chosen_model_is_not_ready()
    {
        _spare.ThenText("spare");
        await using var bed = Bed();
        await RegisterAsync(bed, new AgentDefinition { Name = "a", Models = new AgentModels { Complex = "fake/missing", Fallbacks = ["fake/spare"] } });

        Assert.Equal("spare", (await bed.RunAsync(agent: "a")).Text);
    }

    private AgentBed Bed() => new(_complex, more: services => services.AddSingleton<IModelCatalog>(new ThreeModels(this)));

    private static Task<AgentVersion> RegisterAsync(AgentBed bed, AgentDefinition definition) =>
        bed.Registry.RegisterAsync(definition with { Reasoning = new AgentReasoning { Mode = ReasoningMode.Direct } }, cancellationToken: Cancellation);

    private sealed class ThreeModels(ModelChoiceTests test) : IModelCatalog
    {
        public string? DefaultModel => "fake/complex";

        public Model Get(string name) => name switch
        {
            "fake/fast" => new Model { Name = name, Client = test._fast },
            "fake/complex" => new Model { Name = name, Client = test._complex, Price = new ModelPrice { InputPerMillion = 0, OutputPerMillion = 1_000_000 } },
            "fake/spare" => new Model { Name = name, Client = test._spare, Price = new ModelPrice { InputPerMillion = 0, OutputPerMillion = 4_000_000 } },
            _ => throw new IsaaException("model_not_ready", $"{name} has no key"),
        };

        public IReadOnlyList<ModelProviderStatus> List() => [];
    }
}
