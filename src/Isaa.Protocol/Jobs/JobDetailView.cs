using System.Text.Json;

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
}
