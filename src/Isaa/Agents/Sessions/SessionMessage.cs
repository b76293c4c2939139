using System.Text.Json.Serialization;

namespace Isaa.Agents.Sessions;

/// <summary>One message of a conversation.</summary>
public sealed record SessionMessage
{
    /// <summary>Its place in the session.</summary>
    [JsonIgnore]
    public SessionPlace Place { get; init; }

    /// <summary>When it was written; the store says so when it is read.</summary>
    [JsonIgnore]
    public DateTimeOffset At { get; init; }

    /// <summary>Who wrote it.</summary>
    public required SessionRole Role { get; init; }

    /// <summary>The text; empty when there is none.</summary>
    public string Text { get; init; } = "";

    /// <summary>A model's tool calls, in order.</summary>
    public IReadOnlyList<SessionCall> Calls { get; init; } = [];

    /// <summary>For a tool's result: the call it answers; else null.</summary>
    public string? CallId { get; init; }

    /// <summary>For a tool's result: whether the tool failed or was not run.</summary>
    public bool IsError { get; init; }

    /// <summary>For a tool's result: the code of what went wrong; null when nothing did.</summary>
    public string? ErrorCode { get; init; }
}
