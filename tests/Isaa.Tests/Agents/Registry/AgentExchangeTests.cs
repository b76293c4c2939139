using Isaa.Agents;
using Isaa.Agents.Definitions;
using Isaa.Agents.Personas;
using Isaa.Agents.Registry;
using Isaa.Agents.Settings;
using Isaa.Diagnostics;
using Isaa.Tests.Agents.Support;

namespace Isaa.Tests.Agents.Registry;

public sealed class AgentExchangeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_network_moves_to_another_store_with_its_agents_personas_and_bound_tools_described()
    {
        await using var bed = new AgentBed(new FakeChatClient());
        await bed.Get<PersonaShelf>().SaveAsync(new Persona { Name = "sober", Tone = "dry" }, cancellationToken: Cancellation);
        await bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("reader").WithPersona("sober").AddTool((int page) => page, "turn_page", "Turns a page."), cancellationToken: Cancellation);
        await bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("writer").AddRelationship("reader", RelationshipKind.ReportsTo), cancellationToken: Cancellation);
        await bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("chief").WithPersona("analyst").AddRelationship("writer", RelationshipKind.DelegatesTo), cancellationToken: Cancellation);
        await bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("stranger"), cancellationToken: Cancellation);

        var network = await bed.Get<AgentExchange>().CollectAsync("chief", cancellationToken: Cancellation);
        var file = AgentNetworkFile.WriteYaml(network);

        await using var other = new AgentBed(new FakeChatClient());
        var saved = await other.Get<AgentExchange>().ImportAsync(AgentNetworkFile.Read(file), cancellationToken: Cancellation);
        Assert.Equal(["chief", "writer", "reader"], saved.Select(a => a.Name));
        foreach (var agent in saved)
        {
            Assert.Equal((await bed.Registry.GetAsync(agent.Name, cancellationToken: Cancellation)).Hash, agent.Hash);
        }

        Assert.Equal("dry", (await other.Get<PersonaShelf>().GetAsync("sober", cancellationToken: Cancellation)).Tone);
        Assert.Equal("turn_page", Assert.Single(saved[2].Definition.Delegates).Name);
        Assert.Equal(1, (await other.Get<AgentExchange>().ImportAsync(AgentNetworkFile.Read(file), cancellationToken: Cancellation))[0].Version);
    }

    [Fact]
    public async Task Nothing_of_a_network_is_saved_when_one_agent_is_wrong()
    {
        await using var bed = new AgentBed(new FakeChatClient());
        var network = AgentNetworkFile.Read("""
            agents:
              - name: good
              - name: lost
                tools: [no_such_tool]
              - name: a
                relationships: [{ agent: b, kind: delegatesTo }]
              - name: b
                relationships: [{ agent: a, kind: delegatesTo }]
            """);

        var error = await Assert.ThrowsAsync<IsaaException>(() => bed.Get<AgentExchange>().ImportAsync(network, cancellationToken: Cancellation));

        Assert.Equal("agent_invalid", error.Code);
        Assert.Contains("no_such_tool", error.Message, StringComparison.Ordinal);
        Assert.Contains("a -> b -> a", error.Message, StringComparison.Ordinal);
        Assert.Empty(await bed.Registry.ListAsync(cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_circle_that_a_network_opens_does_not_keep_it_out()
    {
        await using var bed = new AgentBed(new FakeChatClient());
        await bed.Get<AgentExchange>().ImportAsync(AgentNetworkFile.Read("agents: [{ name: a, relationships: [{ agent: b, kind: delegatesTo }] }, { name: b }]"), cancellationToken: Cancellation);

        var turned = AgentNetworkFile.Read("agents: [{ name: b, relationships: [{ agent: a, kind: delegatesTo }] }, { name: a }]");
        var saved = await bed.Get<AgentExchange>().ImportAsync(turned, cancellationToken: Cancellation);

        Assert.All(saved, agent => Assert.Equal(2, agent.Version));
    }

    [Fact]
    public async Task An_inspection_tells_what_keeps_an_agent_out_and_what_its_runs_will_lack()
    {
        await using var bed = new AgentBed(new FakeChatClient());
        var network = new AgentNetwork
        {
            Agents =
            [
                new AgentDefinition
                {
                    Name = "a",
                    Tools = ["no_such_tool"],
                    Functions = ["no_such_function"],
                    Persona = PersonaReference.To("no_such_persona"),
                    Relationships = [new AgentRelationship { Agent = "nobody" }],
                    Delegates = [new AgentDelegate { Name = "hers", Parameters = System.Text.Json.JsonElement.Parse("{}") }],
                    OutputSchema = System.Text.Json.JsonElement.Parse("""{"type":"integer","minimum":2,"maximum":1}"""),
                },
            ],
        };

        var findings = await bed.Get<AgentExchange>().InspectAsync(network, cancellationToken: Cancellation);

        Assert.Equal(["agent_invalid", "tool_unknown"], findings.Where(f => f.IsError).Select(f => f.Code));
        Assert.Contains("Nothing can fit it", findings[0].Message, StringComparison.Ordinal);
        Assert.Equal(["function_unknown", "persona_unknown", "agent_unknown", "tool_unbound"], findings.Where(f => !f.IsError).Select(f => f.Code));
    }

    [Fact]
    public void A_file_with_one_agent_is_a_network_of_one() =>
        Assert.Equal("solo", Assert.Single(AgentNetworkFile.Read("name: solo").Agents).Name);

    [Theory]
    [InlineData("agents: []", "must have 1 to 1000 agents")]
    [InlineData("agents: [{ name: a }, { name: a }]", "names 'a' more than once")]
    [InlineData("agents: [{ name: a, modell: x }]\nnote: x", "`note` is not a key here")]
    public void A_network_file_is_read_strictly(string text, string reason)
    {
        var error = Assert.Throws<IsaaException>(() => AgentNetworkFile.Read(text));

        Assert.Equal("agent_invalid", error.Code);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
