namespace Isaa.Jobs.Working;

/// <summary>Which jobs a worker takes.</summary>
public sealed record WorkerReach
{
    /// <summary>What it is called, for people; null for nothing.</summary>
    public string? Name { get; init; }

    /// <summary>How many jobs it runs at once; null when it does not say.</summary>
    public int? Slots { get; init; }

    /// <summary>The kinds it has handlers for.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>The queues it serves; null for all.</summary>
    public IReadOnlyList<string>? Queues { get; init; }

    /// <summary>The capabilities it declares.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>It takes only jobs that require one of these; null for all it can do.</summary>
    public IReadOnlyList<string>? Reserved { get; init; }

    /// <summary>Whether it takes jobs of this sort.</summary>
    /// <param name="queue">Their queue.</param>
    /// <param name="kind">Their kind.</param>
    /// <param name="requires">The capabilities they require.</param>
    public bool Takes(string queue, string kind, IReadOnlyList<string> requires) =>
        Kinds.Contains(kind) && (Queues is null || Queues.Contains(queue)) && requires.All(Capabilities.Contains)
        && (Reserved is null || requires.Any(Reserved.Contains));
}
