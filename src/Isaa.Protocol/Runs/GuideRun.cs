namespace Isaa.Protocol.Runs;

/// <summary>What is said to a run that is paused, let go on, or spoken to.</summary>
public sealed record GuideRun
{
    /// <summary>What its model is told; null for nothing.</summary>
    public string? Text { get; init; }

    /// <summary>Why it is paused; null when it does not matter.</summary>
    public string? Reason { get; init; }
}
