namespace Isaa.Protocol.Queues;

/// <summary>A page of a queue's groups, by key.</summary>
public sealed record GroupPage
{
    /// <summary>The groups.</summary>
    public required IReadOnlyList<GroupView> Groups { get; init; }

    /// <summary>Pass as <c>after</c> to read on; null on the last page.</summary>
    public string? Next { get; init; }
}
