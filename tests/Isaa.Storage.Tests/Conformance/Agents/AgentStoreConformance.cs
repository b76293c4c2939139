using System.Text;
using Isaa.Agents.Registry;
using Isaa.Agents.Sessions;
using Isaa.Definitions;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Storage.Agents;
using Isaa.Storage.Definitions;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Conformance.Agents;

/// <summary>What every store does when an agent is deleted.</summary>
public abstract class AgentStoreConformance : FeatureConformance
{
    private static readonly IdSource Ids = new(TimeProvider.System);

    private protected AgentStoreConformance(StoreFixture fixture)
        : base(fixture)
    {
    }

    [Fact]
    public async Task An_agent_goes_with_all_versions_and_sessions_and_nobody_elses()
    {
        await SaveAsync("t", "one", "a");
        var second = await SaveAsync("t", "one", "b");
        await SaveAsync("t", "two", "a");
        await SaveAsync("u", "one", "a");
        var decision = new DefinitionDecision { IsAccepted = true, By = "eva" };
        Assert.NotNull(await Definitions.DecideAsync(second.Key, 2, second.Hash, decision, Token));
        await SpeakAsync("t", "s1", "one");
        await SpeakAsync("t", "s2", "two");
        await SpeakAsync("u", "s1", "one");

        var deleted = await new AgentStore(Database).DeleteAsync("t", "one", Token);

        Assert.Equal((2, "s1"), (deleted.Versions, Assert.Single(deleted.Sessions)));
        Assert.Null(await Definitions.FindAsync(second.Key, null, Token));
        Assert.Empty(await Definitions.ListDecisionsAsync(second.Key, 2, Token));
        Assert.NotNull(await Definitions.FindAsync(new DefinitionKey("t", AgentRegistry.Kind, "two"), null, Token));
        Assert.NotNull(await Definitions.FindAsync(new DefinitionKey("u", AgentRegistry.Kind, "one"), null, Token));
        Assert.Null(await Sessions.FindAsync("t", "s1", Token));
        Assert.NotNull(await Sessions.FindAsync("t", "s2", Token));
        Assert.NotNull(await Sessions.FindAsync("u", "s1", Token));
        Assert.Equal(0, (await new AgentStore(Database).DeleteAsync("t", "one", Token)).Versions);
        Assert.Equal(1, (await SaveAsync("t", "one", "a")).Version);
    }

    [Fact]
    public async Task Nothing_is_deleted_while_a_run_has_a_session()
    {
        await SaveAsync("t", "one", "a");
        var run = await OpenAsync("t", "s1", "one");

        Assert.Equal(run, (await new AgentStore(Database).DeleteAsync("t", "one", Token)).BlockedBy);
        Assert.NotNull(await Sessions.FindAsync("t", "s1", Token));
        await Sessions.ForgetAsync("t", "s1", run, Token);

        Assert.Equal(1, (await new AgentStore(Database).DeleteAsync("t", "one", Token)).Versions);
    }

    private DefinitionStore Definitions => new(Database);

    private SessionStore Sessions => new(Database);

    private Task<DefinitionVersion> SaveAsync(string tenant, string name, string body) => Definitions.SaveAsync(
        new DefinitionDraft { Key = new DefinitionKey(tenant, AgentRegistry.Kind, name), Body = Encoding.UTF8.GetBytes(body) }, Token);

    private async Task SpeakAsync(string tenant, string session, string agent) => await Sessions.ForgetAsync(tenant, session, await OpenAsync(tenant, session, agent), Token);

    private async Task<JobId> OpenAsync(string tenant, string session, string agent)
    {
        var run = new JobId(Ids.Next());
        await Sessions.OpenAsync(new SessionOpenRequest { Tenant = tenant, Session = session, Agent = agent, Run = run, Input = "hello" }, Token);
        return run;
    }
}
