namespace Isaa.Protocol.Jobs;

/// <summary>A page of steps, in the order in which they were first recorded.</summary>
public sealed record StepPage
{
    /// <summary>The steps.</summary>
    public required IReadOnlyList<StepView> Steps { get; init; }

    /// <summary>Pass as <c>skip</c> to read on; null on the last page.</summary>
    public int? Next { get; init; }
}
