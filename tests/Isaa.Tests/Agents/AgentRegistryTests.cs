using Isaa.Agents;
using Isaa.Agents.Definitions;
using Isaa.Agents.Registry;
using Isaa.Diagnostics;
using Isaa.Tests.Agents.Support;

namespace Isaa.Tests.Agents;

public sealed class AgentRegistryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_default_agent_is_made_on_first_use()
    {
        await using var bed = new AgentBed(new FakeChatClient());

        Assert.Empty(await bed.Registry.ListAsync(cancellationToken: Cancellation));
        var self = await bed.Registry.GetAsync("self", cancellationToken: Cancellation);

        Assert.Equal(("self", 1), (self.Name, self.Version));
        Assert.Null(self.Definition.Tools);
        Assert.Single(await bed.Registry.ListAsync(cancellationToken: Cancellation));
    }

    [Fact]
    public async Task An_unknown_agent_is_refused_with_the_nearest_names()
    {
        await using var bed = new AgentBed(new FakeChatClient());
        await RegisterAsync(bed, "data-worker", "x");

        var error = await Assert.ThrowsAsync<IsaaException>(() => bed.Registry.GetAsync("data-wroker", cancellationToken: Cancellation));

        Assert.Equal("agent_unknown", error.Code);
        Assert.Contains("data-worker", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a@1", "one")]
    [InlineData("a@2", "two")]
    [InlineData("a", "two")]
    public async Task A_version_is_named_after_an_at_sign(string reference, string description)
    {
        await using var bed = new AgentBed(new FakeChatClient());
        await RegisterAsync(bed, "a", "one");
        await RegisterAsync(bed, "a", "two");

        Assert.Equal(description, (await bed.Registry.GetAsync(reference, cancellationToken: Cancellation)).Definition.Description);
    }

    [Theory]
    [InlineData("a@3", "1 to 1")]
    [InlineData("a@x", "a@1")]
    [InlineData("a@0", "a@1")]
    public async Task A_version_that_is_none_is_refused_with_what_is_right(string reference, string hint)
    {
        await using var bed = new AgentBed(new FakeChatClient());
        await RegisterAsync(bed, "a", "one");

        var error = await Assert.ThrowsAsync<IsaaException>(() => bed.Registry.GetAsync(reference, cancellationToken: Cancellation));

        Assert.Equal("agent_unknown", error.Code);
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_that_describes_tools_without_code_cannot_be_registered()
    {
        await using var bed = new AgentBed(new FakeChatClient());
        var stored = AgentDefinitionFile.WriteYaml(FlowAgents.CreateBuilder("a").AddTool(() => 1, "count", "Counts.").Build());
        var builder = FlowAgentBuilder.From(AgentDefinitionFile.Read(stored));

        var error = await Assert.ThrowsAsync<IsaaException>(() => bed.Agents.RegisterAsync(builder, cancellationToken: Cancellation));
        var agent = await bed.Agents.RegisterAsync(builder.AddTool(() => 1, "count", "Counts."), cancellationToken: Cancellation);

        Assert.Equal("tool_unbound", error.Code);
        Assert.Equal(1, agent.Version);
    }

    private static Task<AgentVersion> RegisterAsync(AgentBed bed, string name, string description) =>
        bed.Registry.RegisterAsync(new AgentDefinition { Name = name, Description = description }, cancellationToken: Cancellation);
}
