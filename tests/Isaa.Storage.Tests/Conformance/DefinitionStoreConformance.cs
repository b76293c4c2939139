using Isaa.Definitions;
using Isaa.Storage.Definitions;
using Isaa.Storage.Sql;
using Isaa.Storage.Tests.Support;
using System.Text;

namespace Isaa.Storage.Tests.Conformance;

/// <summary>What every store of definitions does.</summary>
public abstract class DefinitionStoreConformance : FeatureConformance
{
    private protected DefinitionStoreConformance(StoreFixture fixture)
        : base(fixture) => Store = new DefinitionStore(Database);

    private DefinitionStore Store { get; }

    [Fact]
    public async Task Each_change_is_the_next_version_and_the_same_content_is_none()
    {
        var first = await SaveAsync("a", "one");
        var same = await SaveAsync("a", "one");
        var second = await SaveAsync("a", "two");
        var back = await SaveAsync("a", "one");

        Assert.Equal([1, 1, 2, 3], new[] { first, same, second, back }.Select(v => v.Version));
        Assert.Equal(first.Hash, back.Hash);
        Assert.Equal(first.CreatedAt, same.CreatedAt);
    }

    [Fact]
    public async Task What_is_deleted_is_gone_with_its_decisions_and_its_numbers_are_not_given_out_again()
    {
        var first = await SaveAsync("a", "one");
        await SaveAsync("a", "two");
        await SaveAsync("b", "other");
        await Store.DecideAsync(first.Key, 1, first.Hash, new DefinitionDecision { IsAccepted = true, By = "ann" }, Token);

        Assert.Equal(2, await Store.DeleteAsync(first.Key, Token));

        Assert.Null(await Store.FindAsync(first.Key, null, Token));
        Assert.Null(await Store.FindAsync(first.Key, 1, Token));
        Assert.Empty(await Store.ListVersionsAsync(first.Key, Token));
        Assert.Empty(await Store.ListDecisionsAsync(first.Key, 1, Token));
        Assert.Equal(["b"], (await Store.ListAsync(new DefinitionQuery { Tenant = first.Key.Tenant, Kind = first.Key.Kind }, Token)).Select(d => d.Key.Name));
        Assert.Equal(0, await Store.DeleteAsync(first.Key, Token));
        var again = await SaveAsync("a", "one");
        Assert.Equal((3, null), (again.Version, again.Decision));
    }

    [Fact]
    public async Task A_version_is_found_as_it_was_saved()
    {
        var draft = new DefinitionDraft
        {
            Key = new DefinitionKey("t", "agent", "a"),
            Body = Encoding.UTF8.GetBytes("{\"text\":\"héllo\"}"),
            Description = "says héllo",
            Tags = ["greeting", "wörd"],
            Author = "eva",
        };
        var saved = await Store.SaveAsync(draft, Token);
        await SaveAsync("a", "later", "t");

        var found = await Store.FindAsync(draft.Key, 1, Token);

        Assert.Equal((draft.Key, 1, saved.Hash, saved.CreatedAt), (found!.Key, found.Version, found.Hash, found.CreatedAt));
        Assert.Equal((draft.Description, draft.Author), (found.Description, found.Author));
        Assert.Equal(draft.Tags, found.Tags);
        Assert.Equal(draft.Body.ToArray(), found.Body.ToArray());
        Assert.True(found.IsIntact());
        Assert.Null(found.Decision);
    }

    [Fact]
    public async Task The_newest_version_is_found_when_none_is_named()
    {
        await SaveAsync("a", "one");
        await SaveAsync("a", "two");

        Assert.Equal("two", (await Store.FindAsync(Key("a"), null, Token))!.Description);
    }

    [Fact]
    public async Task What_is_not_there_is_null()
    {
        await SaveAsync("a", "one");

        Assert.Null(await Store.FindAsync(Key("b"), null, Token));
        Assert.Null(await Store.FindAsync(Key("a"), 2, Token));
        Assert.Null(await Store.FindAsync(new DefinitionKey("other", "agent", "a"), null, Token));
        Assert.Null(await Store.FindAsync(new DefinitionKey("default", "chain", "a"), null, Token));
    }

    [Fact]
    public async Task The_list_has_the_newest_version_of_each_definition_of_the_kind_and_tenant_by_name()
    {
        await SaveAsync("b", "one");
        await SaveAsync("b", "two");
        await SaveAsync("a", "one");
        await SaveAsync("B", "one");
        await SaveAsync("c", "one", "other");
        await SaveAsync("d", "one", kind: "chain");

        Assert.Equal([("B", 1), ("a", 1), ("b", 2)], await ListAsync(Everything));
    }

    [Fact]
    public async Task The_list_goes_on_after_a_name_and_stops_at_its_limit()
    {
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            await SaveAsync(name, "one");
        }

        Assert.Equal([("b", 1), ("c", 1)], await ListAsync(Everything with { After = "a", Limit = 2 }));
    }

    [Theory]
    [InlineData("MAIL", null, "sendMail,sort")]
    [InlineData("mail order", null, "sort")]
    [InlineData("%", null, "")]
    [InlineData(null, "text", "sort")]
    [InlineData("sort", "net", "")]
    public async Task The_list_is_searched_by_words_and_tag(string? text, string? tag, string names)
    {
        await SaveAsync("sendMail", "sends a letter", tags: ["net"]);
        await SaveAsync("sort", "old text with mail", tags: ["other"]);
        await SaveAsync("sort", "puts in order", tags: ["Text", "mailbox"]);

        var found = await ListAsync(Everything with { Text = text, Tag = tag });

        Assert.Equal(names, string.Join(',', found.Select(f => f.Name)));
    }

    [Fact]
    public async Task Versions_are_listed_newest_first()
    {
        await SaveAsync("a", "one");
        await SaveAsync("a", "two");
        await SaveAsync("b", "one");

        Assert.Equal([2, 1], (await Store.ListVersionsAsync(Key("a"), Token)).Select(v => v.Version));
        Assert.Empty(await Store.ListVersionsAsync(Key("none"), Token));
    }

    [Fact]
    public async Task Saving_at_once_gives_each_content_a_version_of_its_own()
    {
        var saved = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => SaveAsync("a", $"text {i}")));

        Assert.Equal(Enumerable.Range(1, 20), saved.Select(v => v.Version).Order());
    }

    [Fact]
    public async Task A_decision_counts_for_its_version_only_and_the_newest_one_counts()
    {
        var first = await SaveAsync("a", "one");
        await SaveAsync("a", "two");

        var accepted = await DecideAsync(first, isAccepted: true, "looks right");
        Assert.True(accepted!.IsAccepted);
        Assert.Equal(("eva", "looks right"), (accepted.Decision!.By, accepted.Decision.Note));
        Assert.False((await Store.FindAsync(Key("a"), null, Token))!.IsAccepted);
        Assert.Equal([false, true], (await Store.ListVersionsAsync(Key("a"), Token)).Select(v => v.IsAccepted));

        await DecideAsync(first, isAccepted: false, "on second thoughts");
        Assert.False((await Store.FindAsync(Key("a"), 1, Token))!.IsAccepted);
        Assert.Equal(["on second thoughts", "looks right"], (await Store.ListDecisionsAsync(Key("a"), 1, Token)).Select(d => d.Note));
        Assert.Empty(await Store.ListDecisionsAsync(Key("a"), 2, Token));
    }

    [Fact]
    public async Task What_is_accepted_can_be_listed()
    {
        await DecideAsync(await SaveAsync("a", "one"), isAccepted: true, "");
        await DecideAsync(await SaveAsync("b", "one"), isAccepted: true, "");
        await SaveAsync("b", "two");

        Assert.Equal([("a", 1)], await ListAsync(Everything with { IsAccepted = true }));
        Assert.Equal([("b", 2)], await ListAsync(Everything with { IsAccepted = false }));
    }

    [Fact]
    public async Task A_decision_about_something_else_than_is_stored_is_not_recorded()
    {
        var saved = await SaveAsync("a", "one");

        Assert.Null(await DecideAsync(saved with { Hash = new string('0', 64) }, isAccepted: true, ""));
        Assert.Null(await DecideAsync(saved with { Version = 2 }, isAccepted: true, ""));
        Assert.Empty(await Store.ListDecisionsAsync(Key("a"), 1, Token));
    }

    [Fact]
    public async Task Changed_bytes_are_seen_and_lose_their_acceptance_with_their_hash()
    {
        await DecideAsync(await SaveAsync("a", "one"), isAccepted: true, "");
        var other = Encoding.UTF8.GetBytes("{}");

        await ExecuteAsync(context => context.Statement("UPDATE isaa_definition_versions SET body = ?1").Bind(1, other).Run());
        Assert.False((await Store.FindAsync(Key("a"), 1, Token))!.IsIntact());

        await ExecuteAsync(context => context.Statement("UPDATE isaa_definition_versions SET hash = ?1").Bind(1, DefinitionVersion.HashOf(other)).Run());
        var forged = await Store.FindAsync(Key("a"), 1, Token);
        Assert.True(forged!.IsIntact());
        Assert.False(forged.IsAccepted);
    }

    private static DefinitionQuery Everything => new() { Tenant = "default", Kind = "agent" };

    private static DefinitionKey Key(string name) => new("default", "agent", name);

    private Task<DefinitionVersion> SaveAsync(string name, string text, string tenant = "default", string kind = "agent", params string[] tags) => Store.SaveAsync(
        new DefinitionDraft
        {
            Key = new DefinitionKey(tenant, kind, name),
            Body = Encoding.UTF8.GetBytes($"{{\"text\":\"{text}\"}}"),
            Description = text,
            Tags = tags,
        },
        Token);

    private async Task<IEnumerable<(string Name, int Version)>> ListAsync(DefinitionQuery query) =>
        (await Store.ListAsync(query, Token)).Select(v => (v.Key.Name, v.Version));

    private Task<DefinitionVersion?> DecideAsync(DefinitionVersion version, bool isAccepted, string note) =>
        Store.DecideAsync(version.Key, version.Version, version.Hash, new DefinitionDecision { IsAccepted = isAccepted, By = "eva", Note = note }, Token);

    private Task<bool> ExecuteAsync(Action<SqlWriteContext> change) => Database.WriteAsync(
        context =>
        {
            change(context);
            return true;
        },
        Token);
}
