namespace Isaa.Jobs.Working;

/// <summary>Which jobs a worker takes.</summary>
public sealed record WorkerReach
{
    /// <summary>The kinds it has handlers for.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>The queues it serves; null for all.</summary>
    public IReadOnlyList<string>? Queues { get; init; }

    /// <summary>The capabilities it declares.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Whether it takes jobs of this sort.</summary>
    /// <param name="queue">Their queue.</param>
    /// <param name="kind">Their kind.</param>
    /// <param name="requires">The capabilities they require.</param>
    public bool Takes(string queue, string kind, IReadOnlyList<string> requires) =>
        Kinds.Contains(kind) && (Queues is null || Queues.Contains(queue)) && requires.All(Capabilities.Contains);
}
