using System.Text.Json.Serialization;

namespace Isaa.Protocol;

/// <summary>An error as the API answers it (RFC 9457, <c>application/problem+json</c>).</summary>
public sealed record Problem
{
    /// <summary>Always <c>about:blank</c>; branch on <see cref="Code"/>.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>The HTTP status in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What was wrong, where, and what would be right.</summary>
    public required string Detail { get; init; }

    /// <summary>A stable code in lower snake case.</summary>
    public required string Code { get; init; }

    /// <summary>The id under which the server's log has the details; null when the detail is all there is.</summary>
    [JsonPropertyName("traceId")]
    public string? TraceId { get; init; }
}
