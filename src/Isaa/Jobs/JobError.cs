namespace Isaa.Jobs;

/// <summary>Why an attempt failed, in words that are safe to show.</summary>
public sealed record JobError
{
    /// <summary>A stable code in lower snake case, for example <c>limit_turns</c> or <c>internal_error</c>.</summary>
    public required string Code { get; init; }

    /// <summary>What was wrong, where, and what would be right.</summary>
    public required string Message { get; init; }

    /// <summary>The id under which the log has the details; null when the message is all there is.</summary>
    public string? TraceId { get; init; }
}
