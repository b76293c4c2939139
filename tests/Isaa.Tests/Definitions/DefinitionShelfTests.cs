using System.Text;
using Isaa.Definitions;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Tests.Support;

namespace Isaa.Tests.Definitions;

public sealed class DefinitionShelfTests : IAsyncDisposable
{
    private readonly TestEngine _engine = TestEngine.Create((_, _, _) => Task.FromResult<JobOutcome>(new JobOutcome.Completed()));
    private readonly DefinitionShelf _shelf;

    public DefinitionShelfTests() => _shelf = new DefinitionShelf(_engine.Get<IDefinitionStore>(), "chain");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_is_named_after_an_at_sign()
    {
        await SaveAsync("a", "one");
        await SaveAsync("a", "two");

        Assert.Equal("one", (await _shelf.GetAsync("default", "a@1", Cancellation)).Description);
        Assert.Equal("two", (await _shelf.GetAsync("default", "a", Cancellation)).Description);
    }

    [Theory]
    [InlineData("sort@0", "sort@1")]
    [InlineData("sort@x", "sort@1")]
    [InlineData("sort@7", "1 to 1")]
    [InlineData("srot", "Did you mean sort?")]
    public async Task What_is_not_there_is_refused_with_what_would_be_right(string reference, string hint)
    {
        await SaveAsync("sort", "one");

        var error = await Assert.ThrowsAsync<IsaaException>(() => _shelf.GetAsync("default", reference, Cancellation));

        Assert.Equal("chain_unknown", error.Code);
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Going_back_makes_a_new_version_that_nobody_has_accepted_yet()
    {
        var first = await SaveAsync("a", "one");
        await _shelf.DecideAsync(first.Key, 1, first.Hash, new DefinitionDecision { IsAccepted = true, By = "eva" }, Cancellation);
        await SaveAsync("a", "two");

        var back = await _shelf.RollbackAsync("default", "a", 1, "eva", Cancellation);

        Assert.Equal((3, first.Hash, "one", "eva"), (back.Version, back.Hash, back.Description, back.Author));
        Assert.False(back.IsAccepted);
        Assert.Equal([3, 2, 1], (await _shelf.ListVersionsAsync("default", "a", Cancellation)).Select(v => v.Version));
    }

    [Fact]
    public async Task Changed_bytes_are_not_handed_out()
    {
        var changed = (await SaveAsync("a", "one")) with { Body = Encoding.UTF8.GetBytes("{}") };
        var shelf = new DefinitionShelf(new ForgingStore(_engine.Get<IDefinitionStore>(), changed), "chain");

        var error = await Assert.ThrowsAsync<IsaaException>(() => shelf.GetAsync("default", "a", Cancellation));

        Assert.Equal("chain_changed", error.Code);
        Assert.Contains(changed.Hash, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_about_something_else_than_is_stored_is_refused()
    {
        var saved = await SaveAsync("a", "one");

        var error = await Assert.ThrowsAsync<IsaaException>(
            () => _shelf.DecideAsync(saved.Key, 1, new string('0', 64), new DefinitionDecision { IsAccepted = true, By = "eva" }, Cancellation));

        Assert.Equal("chain_changed", error.Code);
    }

    [Fact]
    public async Task What_is_too_large_is_not_kept()
    {
        var draft = new DefinitionDraft { Key = new DefinitionKey("default", "chain", "a"), Body = new byte[DefinitionShelf.MaximumBytes + 1] };

        var error = await Assert.ThrowsAsync<IsaaException>(() => _shelf.SaveAsync(draft, Cancellation));

        Assert.Equal("chain_too_large", error.Code);
        await _shelf.SaveAsync(draft with { Body = new byte[DefinitionShelf.MaximumBytes] }, Cancellation);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private Task<DefinitionVersion> SaveAsync(string name, string text) => _shelf.SaveAsync(
        new DefinitionDraft { Key = new DefinitionKey("default", "chain", name), Body = Encoding.UTF8.GetBytes($"{{\"text\":\"{text}\"}}"), Description = text },
        Cancellation);

    /// <summary>A store whose answer to a search is not what was saved.</summary>
    private sealed class ForgingStore(IDefinitionStore store, DefinitionVersion forged) : IDefinitionStore
    {
        public Task<DefinitionVersion?> FindAsync(DefinitionKey key, int? version, CancellationToken cancellationToken) =>
            Task.FromResult<DefinitionVersion?>(forged);

        public Task<DefinitionVersion> SaveAsync(DefinitionDraft draft, CancellationToken cancellationToken) => store.SaveAsync(draft, cancellationToken);

        public Task<IReadOnlyList<DefinitionVersion>> ListAsync(DefinitionQuery query, CancellationToken cancellationToken) => store.ListAsync(query, cancellationToken);

        public Task<IReadOnlyList<DefinitionVersion>> ListVersionsAsync(DefinitionKey key, CancellationToken cancellationToken) =>
            store.ListVersionsAsync(key, cancellationToken);

        public Task<int> DeleteAsync(DefinitionKey key, CancellationToken cancellationToken) => store.DeleteAsync(key, cancellationToken);

        public Task<DefinitionVersion?> DecideAsync(
            DefinitionKey key, int version, string hash, DefinitionDecision decision, CancellationToken cancellationToken) =>
            store.DecideAsync(key, version, hash, decision, cancellationToken);

        public Task<IReadOnlyList<DefinitionDecision>> ListDecisionsAsync(DefinitionKey key, int version, CancellationToken cancellationToken) =>
            store.ListDecisionsAsync(key, version, cancellationToken);
    }
}
