namespace Isaa.Protocol.Jobs.Details;

/// <summary>Lines of a job's log, oldest first.</summary>
public sealed record LogPage
{
    /// <summary>The lines.</summary>
    public required IReadOnlyList<LogLineView> Lines { get; init; }

    /// <summary>The number of the last line, to be passed as <c>after</c> to read on, also later.</summary>
    public required long Next { get; init; }

    /// <summary>Whether the job has ended, so that no more lines come once none is left to read.</summary>
    public required bool IsEnded { get; init; }
}
