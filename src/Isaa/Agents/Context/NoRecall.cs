namespace Isaa.Agents.Context;

/// <summary>Remembers nothing.</summary>
internal sealed class NoRecall : IRecall
{
    public Task<IReadOnlyList<string>> RecallAsync(RecallQuery query, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);
}
