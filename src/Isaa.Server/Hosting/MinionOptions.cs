namespace Isaa.Server.Hosting;

/// <summary>Which jobs a worker process takes.</summary>
public sealed record MinionOptions
{
    /// <summary>What it is called, for people; null for nothing.</summary>
    public string? Name { get; init; }

    /// <summary>What it declares beside its machine and the model providers that are ready there.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>The queues it serves; null for all.</summary>
    public IReadOnlyList<string>? Queues { get; init; }

    /// <summary>Takes only jobs that require one of these; null for all it can do.</summary>
    public IReadOnlyList<string>? Reserved { get; init; }
}
