using Isaa.Agents;
using Isaa.Chains;
using Isaa.Chains.Building;
using Isaa.Chains.Storing;
using Isaa.Chains.Text;
using Isaa.Definitions;
using Isaa.Diagnostics;
using Isaa.Hosting;
using Isaa.Storage.Sqlite;
using Isaa.Tests.Files;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Tests.Chains.Storing;

public sealed class ChainStoreTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private IsaaApp _app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ChainStore Chains => _app.Services.GetRequiredService<ChainStore>();

    public async ValueTask InitializeAsync()
    {
        var builder = IsaaApp.CreateBuilder(new IsaaOptions { HomeFolder = _folder["home"], RunsWorker = false });
        builder.Services.AddSqliteStore(new SqliteStoreOptions { Path = _folder["test.db"] });
        _app = await builder.StartAsync(Token);
        await _app.Agents.RegisterAsync(FlowAgents.CreateBuilder("analyzer"), cancellationToken: Token);
        _app.Chains.RegisterFunction("shout", (string text) => text + "!");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_chain_keeps_its_text_with_comments_and_each_change_is_a_version()
    {
        var first = await SaveAsync("review", "# who looks\nanalyzer >> fn:shout");
        Assert.Equal((1, "# who looks\nanalyzer >> fn:shout", false), (first.Version, first.Text, first.IsAccepted));
        Assert.Equal(1, (await SaveAsync("review", "# who looks\nanalyzer >> fn:shout")).Version);
        Assert.Equal(2, (await SaveAsync("review", "analyzer")).Version);
        Assert.Equal([2, 1], (await Chains.ListVersionsAsync("review", cancellationToken: Token)).Select(v => v.Version));
        Assert.Contains("-analyzer >> fn:shout\n+analyzer", await Chains.DiffAsync("review", cancellationToken: Token), StringComparison.Ordinal);
        Assert.Equal((3, first.Text), (await Chains.RollbackAsync("review", 1, cancellationToken: Token)) is var back ? (back.Version, back.Text) : default);
        Assert.Equal("analyzer", (await Chains.GetAsync("review@2", cancellationToken: Token)).Text);
    }

    [Fact]
    public async Task Another_description_is_a_version_too()
    {
        await SaveAsync("review", "analyzer");
        var changed = await Chains.SaveAsync(new ChainDraft { Name = "review", Text = "analyzer", Description = "Looks at things" }, Token);
        Assert.Equal((2, "Looks at things"), (changed.Version, changed.Description));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once_and_nothing_is_saved()
    {
        var error = await Assert.ThrowsAsync<IsaaException>(() => SaveAsync("bad", "analyser >> fn:shuot >> tool:read_fil >> chain:nobody"));
        Assert.Equal("chain_invalid", error.Code);
        foreach (var hint in (string[])["Did you mean analyzer", "Did you mean shout", "Did you mean read_file", "There is no chain 'nobody'"])
        {
            Assert.Contains(hint, error.Message, StringComparison.Ordinal);
        }

        Assert.Equal("chain_unknown", (await Assert.ThrowsAsync<IsaaException>(() => Chains.GetAsync("bad", cancellationToken: Token))).Code);
    }

    [Fact]
    public async Task A_single_fault_keeps_its_code()
    {
        Assert.Equal("chain_syntax", (await Assert.ThrowsAsync<IsaaException>(() => SaveAsync("bad", "analyzer >>"))).Code);
        Assert.Equal("agent_unknown", (await Assert.ThrowsAsync<IsaaException>(() => SaveAsync("bad", "nobody"))).Code);
        Assert.Equal("chain_invalid", (await Assert.ThrowsAsync<IsaaException>(() => SaveAsync("no name", "analyzer"))).Code);
    }

    [Fact]
    public async Task What_is_not_there_yet_may_be_named_when_asked_for_but_wrong_text_is_never_saved()
    {
        var saved = await Chains.SaveAsync(new ChainDraft { Name = "later", Text = "writer >> chain:other", AllowUnknown = true }, Token);
        Assert.Equal(2, (await Chains.CheckAsync(saved.Text, saved.Name, cancellationToken: Token)).Count);
        await Assert.ThrowsAsync<IsaaException>(() => Chains.SaveAsync(new ChainDraft { Name = "later", Text = "writer >>", AllowUnknown = true }, Token));
    }

    [Fact]
    public async Task A_chain_runs_by_name_only_after_a_person_accepted_the_version_they_saw()
    {
        var saved = await SaveAsync("loud", "fn:shout");
        var refused = await Assert.ThrowsAsync<IsaaException>(() => _app.Chains.GetAsync("loud", cancellationToken: Token));
        Assert.Equal("chain_not_accepted", refused.Code);
        Assert.Contains("isaa chains accept loud@1", refused.Message, StringComparison.Ordinal);

        var accepted = await Chains.DecideAsync(saved, new DefinitionDecision { IsAccepted = true, By = "ann", Note = "fine" }, Token);
        Assert.True(accepted.IsAccepted);
        var chain = await _app.Chains.GetAsync("loud", cancellationToken: Token);
        Assert.Equal("hi!", (await chain.RunAsync("hi", new ChainRunOptions { Engine = _app.Chains }, Token)).Text);

        await SaveAsync("loud", "fn:shout >> fn:shout");
        Assert.Equal("chain_not_accepted", (await Assert.ThrowsAsync<IsaaException>(() => _app.Chains.GetAsync("loud", cancellationToken: Token))).Code);
        Assert.NotNull(await _app.Chains.GetAsync("loud@1", cancellationToken: Token));
        await Chains.DecideAsync(accepted, new DefinitionDecision { IsAccepted = false, By = "bob", Note = "too loud" }, Token);
        Assert.Contains("bob refused it (too loud)", (await Assert.ThrowsAsync<IsaaException>(() => _app.Chains.GetAsync("loud@1", cancellationToken: Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_about_other_bytes_than_the_person_saw_counts_for_nothing()
    {
        var saved = await SaveAsync("loud", "fn:shout");
        var error = await Assert.ThrowsAsync<IsaaException>(() => Chains.DecideAsync(saved with { Hash = new string('0', 64) }, new DefinitionDecision { IsAccepted = true, By = "ann" }, Token));
        Assert.Equal("chain_changed", error.Code);
        Assert.Null((await Chains.GetAsync("loud", cancellationToken: Token)).Decision);
    }

    [Fact]
    public async Task A_chain_that_leads_back_to_itself_is_refused()
    {
        await AcceptAsync(await SaveAsync("a", "fn:shout"));
        await AcceptAsync(await SaveAsync("b", "chain:a >> fn:shout"));
        var error = await Assert.ThrowsAsync<IsaaException>(() => SaveAsync("a", "chain:b"));
        Assert.Equal("chain_cycle", error.Code);
        Assert.Contains("a >> b >> a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_chain_is_found_no_more_and_those_that_name_it_say_so()
    {
        await AcceptAsync(await SaveAsync("a", "fn:shout"));
        var outer = await SaveAsync("b", "chain:a >> fn:shout");
        Assert.Empty(await Chains.CheckAsync(outer.Text, cancellationToken: Token));

        Assert.Equal(1, await Chains.DeleteAsync("a", cancellationToken: Token));

        Assert.Equal("chain_unknown", (await Assert.ThrowsAsync<IsaaException>(() => Chains.GetAsync("a", cancellationToken: Token))).Code);
        Assert.Equal("chain_unknown", (await Assert.ThrowsAsync<IsaaException>(() => Chains.DeleteAsync("a", cancellationToken: Token))).Code);
        Assert.Equal(["chain_unknown"], (await Chains.CheckAsync(outer.Text, cancellationToken: Token)).Select(f => f.Code));
        Assert.Equal(2, (await SaveAsync("a", "fn:shout")).Version);
    }

    [Fact]
    public void What_a_chain_works_with_is_listed_with_its_number_of_steps()
    {
        var uses = ChainUses.Of(ChainText.Parse("analyzer >> fn:shout >> (tool:read_file + chain:other) >> analyzer | \"sorry\""));

        Assert.Equal(["analyzer"], uses.Agents);
        Assert.Equal(["read_file"], uses.Tools);
        Assert.Equal(["shout"], uses.Functions);
        Assert.Equal(["other"], uses.Chains);
        Assert.Equal(6, uses.Steps);
    }

    [Fact]
    public async Task The_chain_that_fits_a_task_best_comes_first()
    {
        await AcceptAsync(await Chains.SaveAsync(new ChainDraft { Name = "invoice-check", Text = "analyzer", Description = "Checks invoices for mistakes", Tags = ["money"] }, Token));
        await AcceptAsync(await Chains.SaveAsync(new ChainDraft { Name = "travel", Text = "fn:shout", Description = "Plans a journey; keeps the invoice" }, Token));
        await Chains.SaveAsync(new ChainDraft { Name = "invoice-draft", Text = "analyzer", Description = "Nobody accepted it" }, Token);

        Assert.Equal([("invoice-check", 3.5), ("travel", 2.5)], (await Chains.FindFittingAsync("Look at this invoice", cancellationToken: Token)).Select(f => (f.Chain.Name, f.Score)));
        Assert.Equal(["invoice-check", "invoice-draft", "travel"], (await Chains.FindFittingAsync("invoice", onlyAccepted: false, cancellationToken: Token)).Select(f => f.Chain.Name));
        Assert.Empty(await Chains.FindFittingAsync("the of a", cancellationToken: Token));
        Assert.Equal(["travel"], (await Chains.ListAsync(new DefinitionQuery { Tenant = "default", Kind = ChainStore.Kind, Text = "JOURNEY" }, Token)).Select(c => c.Name));
    }

    [Fact]
    public async Task A_chain_of_operators_is_stored_as_its_text()
    {
        var chain = ChainSyntax.Agent("analyzer") >> ChainSyntax.Function("shout") | "sorry";
        var saved = await SaveAsync("ops", ChainText.Write(chain));
        Assert.Equal("analyzer >> fn:shout | \"sorry\"", saved.Text);
        Assert.Equal(ChainText.Write(chain), ChainText.Write(saved.ToChain()));
    }

    [Fact]
    public async Task Another_tenants_chain_is_not_there()
    {
        await SaveAsync("mine", "fn:shout");
        Assert.Equal("chain_unknown", (await Assert.ThrowsAsync<IsaaException>(() => Chains.GetAsync("mine", "other", Token))).Code);
    }

    private Task<ChainVersion> SaveAsync(string name, string text) => Chains.SaveAsync(new ChainDraft { Name = name, Text = text }, Token);

    private Task<ChainVersion> AcceptAsync(ChainVersion chain) => Chains.DecideAsync(chain, new DefinitionDecision { IsAccepted = true, By = "test" }, Token);
}
