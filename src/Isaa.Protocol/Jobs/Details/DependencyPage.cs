namespace Isaa.Protocol.Jobs.Details;

/// <summary>What a job waits for or waited for, in the order of adding.</summary>
public sealed record DependencyPage
{
    /// <summary>The jobs.</summary>
    public required IReadOnlyList<DependencyView> Dependencies { get; init; }

    /// <summary>How many to skip to read on; null at the end.</summary>
    public int? Next { get; init; }
}
