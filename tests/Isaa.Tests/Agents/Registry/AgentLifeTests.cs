using Isaa.Agents;
using Isaa.Agents.Usage;
using Isaa.Diagnostics;
using Isaa.Protocol.Agents;
using Isaa.Tests.Agents.Support;

namespace Isaa.Tests.Agents.Registry;

public sealed class AgentLifeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_who_ask_at_once_get_one_instance()
    {
        await using var bed = new AgentBed(new FakeChatClient());
        await bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("one"), cancellationToken: Cancellation);

        var got = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => bed.Agents.GetAsync("one", cancellationToken: Cancellation))));

        Assert.All(got, agent => Assert.Same(got[0], agent));
    }

    [Fact]
    public async Task A_change_of_another_process_counts_without_a_restart()
    {
        await using var bed = new AgentBed(new FakeChatClient());
        await bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("one").WithDescription("old"), cancellationToken: Cancellation);
        var old = await bed.Agents.GetAsync("one", cancellationToken: Cancellation);

        await using (var other = new AgentBed(new FakeChatClient(), folder: bed.Folder))
        {
            await other.Agents.RegisterAsync(FlowAgents.CreateBuilder("one").WithDescription("new"), cancellationToken: Cancellation);
        }

        Assert.Equal("new", (await bed.Agents.GetAsync("one", cancellationToken: Cancellation)).Definition.Description);
        Assert.Same(old, await bed.Agents.GetAsync("one@1", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task An_earlier_version_becomes_the_newest_again_and_the_difference_is_shown()
    {
        await using var bed = new AgentBed(new FakeChatClient());
        await bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("one").WithDescription("old"), cancellationToken: Cancellation);
        await bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("one").WithDescription("new"), cancellationToken: Cancellation);

        Assert.Contains("-description: old\n+description: new\n", await bed.Registry.DiffAsync("one", cancellationToken: Cancellation), StringComparison.Ordinal);
        var back = await bed.Registry.RollbackAsync("one", 1, cancellationToken: Cancellation);

        Assert.Equal((3, "old"), (back.Version, back.Definition.Description));
        Assert.Empty(await bed.Registry.DiffAsync("one", 1, 3, cancellationToken: Cancellation));
        Assert.Equal("agent_unknown", (await Assert.ThrowsAsync<IsaaException>(() => bed.Registry.RollbackAsync("one", 9, cancellationToken: Cancellation))).Code);
    }

    [Fact]
    public async Task A_deleted_agent_is_gone_with_its_sessions_and_what_it_used_stays_counted()
    {
        await using var bed = new AgentBed(new FakeChatClient().ThenText("done"));
        bed.StartWorker();
        var agent = await bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("one").WithModel("fake/model"), cancellationToken: Cancellation);
        var result = await agent.RunAsync("do it", new AgentRunOptions { Session = "s" }, Cancellation);
        Assert.Equal(AgentRunStatus.Completed, result.Status);
        await bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("other"), cancellationToken: Cancellation);

        var deleted = await bed.Registry.DeleteAsync("one", cancellationToken: Cancellation);

        Assert.Equal((1, "s"), (deleted.Versions, Assert.Single(deleted.Sessions)));
        Assert.Null(await bed.Sessions.FindAsync("default", "s", Cancellation));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(bed.Folder.FullName, "home", "sessions")));
        Assert.Equal("other", Assert.Single(await bed.Registry.ListAsync(cancellationToken: Cancellation)).Name);
        Assert.Equal(1, Assert.Single(await bed.Get<IUsageStore>().SumAsync(new UsageQuery { Tenant = "default", Agent = "one" }, UsageGrouping.None, Cancellation)).Calls);
        Assert.Equal("agent_unknown", (await Assert.ThrowsAsync<IsaaException>(() => bed.Registry.DeleteAsync("one", cancellationToken: Cancellation))).Code);
    }

    [Fact]
    public async Task An_agent_whose_run_goes_on_is_not_deleted()
    {
        var (asked, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        var client = new FakeChatClient().Then((_, token) => WaitAsync(token));
        await using var bed = new AgentBed(client);
        bed.StartWorker();
        var agent = await bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("one").WithModel("fake/model"), cancellationToken: Cancellation);
        var running = agent.RunAsync("do it", cancellationToken: Cancellation);
        await asked.Task.WaitAsync(Cancellation);

        var error = await Assert.ThrowsAsync<IsaaException>(() => bed.Registry.DeleteAsync("one", cancellationToken: Cancellation));
        go.SetResult();

        Assert.Equal("agent_busy", error.Code);
        Assert.Equal(AgentRunStatus.Completed, (await running).Status);
        Assert.Equal(1, (await bed.Registry.DeleteAsync("one", cancellationToken: Cancellation)).Versions);

        async IAsyncEnumerable<Microsoft.Extensions.AI.ChatResponseUpdate> WaitAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            asked.SetResult();
            await go.Task.WaitAsync(token);
            await foreach (var update in FakeChatClient.Stream([new Microsoft.Extensions.AI.TextContent("done")], "stop"))
            {
                yield return update;
            }
        }
    }
}
