using System.Text.Json;

namespace Isaa.Protocol.Jobs.Details;

/// <summary>A signal for a job.</summary>
public sealed record SendSignal
{
    /// <summary>What it is about: the name that the job waits for.</summary>
    public required string Name { get; init; }

    /// <summary>The sender's own id of it; the same id sent to the job again changes nothing. Null for a new one.</summary>
    public string? Id { get; init; }

    /// <summary>What it says. Default: null.</summary>
    public JsonElement? Body { get; init; }
}
