using System.Text.Json;
using Isaa.Protocol.Jobs.Details;

namespace Isaa.Protocol.Jobs;

/// <summary>A job with its arguments and its result.</summary>
public sealed record JobDetailView
{
    /// <summary>The job.</summary>
    public required JobView Job { get; init; }

    /// <summary>What it was started with. Untrusted.</summary>
    public required JsonElement Arguments { get; init; }

    /// <summary>What came of it; a failed job may have a partial result. Null when none. Untrusted.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>How far its handler said it is; null when it never did.</summary>
    public JobProgressView? Progress { get; init; }

    /// <summary>What it waits for or waited for, its children included: the first 100.</summary>
    public IReadOnlyList<DependencyView> Dependencies { get; init; } = [];
}
