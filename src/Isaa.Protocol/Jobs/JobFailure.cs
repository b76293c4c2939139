namespace Isaa.Protocol.Jobs;

/// <summary>Why a job's newest attempt failed.</summary>
public sealed record JobFailure
{
    /// <summary>A stable code in lower snake case.</summary>
    public required string Code { get; init; }

    /// <summary>What was wrong, where, and what would be right.</summary>
    public required string Message { get; init; }

    /// <summary>The id under which the server's log has the details; null when the message is all there is.</summary>
    public string? TraceId { get; init; }
}
