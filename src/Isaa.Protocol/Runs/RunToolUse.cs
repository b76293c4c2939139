namespace Isaa.Protocol.Runs;

/// <summary>How a run used one tool.</summary>
public sealed record RunToolUse
{
    /// <summary>The tool's name.</summary>
    public required string Name { get; init; }

    /// <summary>Calls that have a result.</summary>
    public required int Calls { get; init; }

    /// <summary>How many of them failed or were not run.</summary>
    public required int Errors { get; init; }

    /// <summary>How long they took together, in milliseconds.</summary>
    public required long Milliseconds { get; init; }
}
