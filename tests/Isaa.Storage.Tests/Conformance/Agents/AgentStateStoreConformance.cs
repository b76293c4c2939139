using Isaa.Agents.Memory;
using Isaa.Diagnostics;
using Isaa.Storage.Agents;
using Isaa.Storage.Agents.Memory;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Conformance.Agents;

/// <summary>What every store of what agents keep in mind does.</summary>
public abstract class AgentStateStoreConformance : FeatureConformance
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 16, 12, 0, 0, TimeSpan.Zero);

    private protected AgentStateStoreConformance(StoreFixture fixture)
        : base(fixture) => Store = new AgentStateStore(Database);

    private AgentStateStore Store { get; }

    [Fact]
    public async Task Who_never_remembered_anything_has_an_empty_mind() =>
        Assert.Same(AgentInternalState.Empty, await Store.GetAsync("t", "nobody", Token));

    [Fact]
    public async Task Changes_are_made_in_order_and_read_back()
    {
        await WriteAsync(Write(new AgentStateChange.Promise("p") { Id = "1", At = Noon }, new AgentStateChange.Keep("1") { At = Noon.AddHours(1) }));
        var changed = await Store.ChangeAsync(Write(new AgentStateChange.Learn("l", "shop") { Id = "2", At = Noon }), Token);

        var read = await Store.GetAsync("t", "a", Token);

        Assert.Equal((3, "p", Noon.AddHours(1)), (read.Edition, Assert.Single(read.Promises).Text, read.Promises[0].KeptAt));
        Assert.Equal(Assert.Single(changed.Learnings), Assert.Single(read.Learnings));
        Assert.Same(AgentInternalState.Empty, await Store.GetAsync("other", "a", Token));
    }

    [Fact]
    public async Task Changes_made_at_the_same_time_are_all_there()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => i % 2 == 0
            ? WriteAsync(Write(new AgentStateChange.Note($"n{i}") { Id = $"{i}", At = Noon }))
            : Store.ChangeAsync(Write(new AgentStateChange.Note($"n{i}") { Id = $"{i}", At = Noon }), Token)));

        var read = await Store.GetAsync("t", "a", Token);

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"n{i}").Order(StringComparer.Ordinal), read.Notes.Select(n => n.Text).Order(StringComparer.Ordinal));
        Assert.Equal(20, read.Edition);
    }

    [Fact]
    public async Task What_cannot_be_read_is_said_and_never_written_over()
    {
        await Store.ChangeAsync(Write(new AgentStateChange.Note("n") { Id = "1", At = Noon }), Token);
        await Database.WriteAsync(context => context.Statement("UPDATE isaa_agent_states SET body = ?1").Bind(1, "{\"edition\":"u8.ToArray()).RunCounted(), Token);

        Assert.Equal("agent_state_unreadable", (await Assert.ThrowsAsync<IsaaException>(() => Store.GetAsync("t", "a", Token))).Code);
        Assert.Equal("agent_state_unreadable", (await Assert.ThrowsAsync<IsaaException>(() => Store.ChangeAsync(Write(new AgentStateChange.Note("m")), Token))).Code);
    }

    [Fact]
    public async Task An_agent_that_is_deleted_takes_its_mind_along()
    {
        await Store.ChangeAsync(Write(new AgentStateChange.Note("n") { Id = "1", At = Noon }), Token);

        await new AgentStore(Database).DeleteAsync("t", "a", Token);

        Assert.Same(AgentInternalState.Empty, await Store.GetAsync("t", "a", Token));
    }

    private static AgentStateWrite Write(params AgentStateChange[] changes) => new() { Tenant = "t", Agent = "a", Changes = changes };
}
