using Isaa.Agents.Memory;
using Isaa.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Server.Tests.Api.Agents;

public sealed class MindEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mind_is_shown_and_an_entry_is_forgotten_once()
    {
        await using var server = await TestServer.StartAsync();
        var minds = server.Server.Services.GetRequiredService<AgentMinds>();
        await minds.ChangeAsync("self", new AgentStateChange.Learn("ask first", "shop"), cancellationToken: Token);
        await minds.ChangeAsync("self", new AgentStateChange.WorkOn("shop", "42"), cancellationToken: Token);

        var mind = await server.Owner.Minds.GetAsync("self", Token);

        Assert.Equal(("self", "shop", "42", 2), (mind.Agent, mind.Project, mind.Issue, mind.Edition));
        var learned = Assert.Single(mind.Learnings);
        Assert.Equal(("ask first", "shop"), (learned.Text, learned.Project));
        Assert.Empty((await server.Owner.Minds.ForgetAsync("self", learned.Id, Token)).Learnings);
        Assert.Equal("entry_unknown", (await Assert.ThrowsAsync<IsaaApiException>(() => server.Owner.Minds.ForgetAsync("self", learned.Id, Token))).Problem.Code);
        Assert.Equal("agent_unknown", (await Assert.ThrowsAsync<IsaaApiException>(() => server.Owner.Minds.GetAsync("nobody", Token))).Problem.Code);
    }
}
