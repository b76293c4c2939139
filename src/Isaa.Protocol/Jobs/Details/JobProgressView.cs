using System.Text.Json;

namespace Isaa.Protocol.Jobs.Details;

/// <summary>How far a job is, in its handler's own terms.</summary>
public sealed record JobProgressView
{
    /// <summary>When the handler said so.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>A number, a text or an object. Untrusted.</summary>
    public required JsonElement Value { get; init; }
}
