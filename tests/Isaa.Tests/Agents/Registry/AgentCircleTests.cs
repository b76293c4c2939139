using Isaa.Agents;
using Isaa.Agents.Settings;
using Isaa.Agents.Settings.Tools;
using Isaa.Diagnostics;
using Isaa.Tests.Agents.Support;

namespace Isaa.Tests.Agents.Registry;

public sealed class AgentCircleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Agents_that_give_each_other_work_in_a_circle_are_refused_with_the_circle()
    {
        await using var bed = new AgentBed(new FakeChatClient());
        await bed.Registry.RegisterAsync(DelegatesTo("a", "b"), cancellationToken: Cancellation);
        await bed.Registry.RegisterAsync(Calls("b", "c"), cancellationToken: Cancellation);

        var error = await Assert.ThrowsAsync<IsaaException>(() => bed.Registry.RegisterAsync(DelegatesTo("c", "a"), cancellationToken: Cancellation));

        Assert.Equal("agent_circle", error.Code);
        Assert.Contains("c -> a -> b -> c", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_is_its_own_tool_is_refused()
    {
        await using var bed = new AgentBed(new FakeChatClient());

        var error = await Assert.ThrowsAsync<IsaaException>(() => bed.Registry.RegisterAsync(Calls("a", "a"), cancellationToken: Cancellation));

        Assert.Equal("agent_circle", error.Code);
    }

    [Fact]
    public async Task A_diamond_and_peers_that_know_each_other_are_no_circle()
    {
        await using var bed = new AgentBed(new FakeChatClient());
        await bed.Registry.RegisterAsync(DelegatesTo("d", []), cancellationToken: Cancellation);
        await bed.Registry.RegisterAsync(DelegatesTo("b", "d"), cancellationToken: Cancellation);
        await bed.Registry.RegisterAsync(DelegatesTo("c", "d"), cancellationToken: Cancellation);
        await bed.Registry.RegisterAsync(DelegatesTo("a", "b", "c"), cancellationToken: Cancellation);

        var peer = new AgentDefinition { Name = "d", Relationships = [new AgentRelationship { Agent = "a", Kind = RelationshipKind.Peer }] };
        Assert.Equal(2, (await bed.Registry.RegisterAsync(peer, cancellationToken: Cancellation)).Version);
    }

    private static AgentDefinition DelegatesTo(string name, params string[] others) => new()
    {
        Name = name,
        Relationships = [.. others.Select(other => new AgentRelationship { Agent = other, Kind = RelationshipKind.DelegatesTo })],
    };

    private static AgentDefinition Calls(string name, string other) => new()
    {
        Name = name,
        ToolDefinitions = [new AgentToolDefinition { Name = "ask_" + other, Kind = ToolTarget.Agent, Target = other }],
    };
}
