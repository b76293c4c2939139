using Isaa.Agents;
using Isaa.Agents.Definitions;
using Isaa.Agents.Registry;

namespace Isaa.Storage.Tests.Conformance;

/// <summary>What every store of agents does.</summary>
public abstract class AgentStoreConformance : IAsyncDisposable
{
    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The store under test; always the same one within a test.</summary>
    private protected abstract IAgentStore Store { get; }

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task Each_change_is_the_next_version_and_the_same_content_is_none()
    {
        var first = await SaveAsync("a", "one");
        var same = await SaveAsync("a", "one");
        var second = await SaveAsync("a", "two");
        var back = await SaveAsync("a", "one");

        Assert.Equal([1, 1, 2, 3], new[] { first, same, second, back }.Select(v => v.Version));
        Assert.Equal(first.Hash, back.Hash);
    }

    [Fact]
    public async Task A_version_is_found_as_it_was_saved()
    {
        var definition = new AgentDefinition
        {
            Name = "a",
            SystemPrompt = "héllo",
            Tools = ["x"],
            Limits = new AgentLimits { Usd = 0.125m, Time = TimeSpan.FromSeconds(90) },
            Metadata = new Dictionary<string, string> { ["k"] = "v" },
        };
        var saved = await Store.SaveAsync("t", definition, AgentDefinitionJson.Hash(definition), Token);
        await SaveAsync("a", "later", "t");

        var found = await Store.FindAsync("t", "a", 1, Token);

        Assert.Equal((saved.Tenant, saved.Version, saved.Hash, saved.CreatedAt), (found!.Tenant, found.Version, found.Hash, found.CreatedAt));
        Assert.Equal(AgentDefinitionJson.Write(definition), AgentDefinitionJson.Write(found.Definition));
    }

    [Fact]
    public async Task The_newest_version_is_found_when_none_is_named()
    {
        await SaveAsync("a", "one");
        await SaveAsync("a", "two");

        Assert.Equal("two", (await Store.FindAsync("default", "a", null, Token))!.Definition.Description);
    }

    [Fact]
    public async Task What_is_not_there_is_null()
    {
        await SaveAsync("a", "one");

        Assert.Null(await Store.FindAsync("default", "b", null, Token));
        Assert.Null(await Store.FindAsync("default", "a", 2, Token));
        Assert.Null(await Store.FindAsync("other", "a", null, Token));
    }

    [Fact]
    public async Task The_list_has_the_newest_version_of_each_agent_of_the_tenant_by_name()
    {
        await SaveAsync("b", "one");
        await SaveAsync("b", "two");
        await SaveAsync("a", "one");
        await SaveAsync("c", "one", "other");

        Assert.Equal([("a", 1), ("b", 2)], (await Store.ListAsync("default", Token)).Select(v => (v.Name, v.Version)));
    }

    [Fact]
    public async Task Versions_are_listed_newest_first()
    {
        await SaveAsync("a", "one");
        await SaveAsync("a", "two");
        await SaveAsync("b", "one");

        Assert.Equal([2, 1], (await Store.ListVersionsAsync("default", "a", Token)).Select(v => v.Version));
        Assert.Empty(await Store.ListVersionsAsync("default", "none", Token));
    }

    [Fact]
    public async Task Saving_at_once_gives_each_content_a_version_of_its_own()
    {
        var saved = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SaveAsync("a", $"text {i}")));

        Assert.Equal(Enumerable.Range(1, 20), saved.Select(v => v.Version).Order());
    }

    private Task<AgentVersion> SaveAsync(string name, string description, string tenant = "default")
    {
        var definition = new AgentDefinition { Name = name, Description = description };
        return Store.SaveAsync(tenant, definition, AgentDefinitionJson.Hash(definition), Token);
    }
}
