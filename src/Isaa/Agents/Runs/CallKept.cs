namespace Isaa.Agents.Runs;

/// <summary>What the journal keeps of a tool call; its text is in the session.</summary>
internal sealed record CallKept
{
    public required bool IsError { get; init; }

    public string? ErrorCode { get; init; }

    public required long Milliseconds { get; init; }
}
