namespace Isaa.Protocol.Chains;

/// <summary>The chains that fit a task, best first.</summary>
public sealed record ChainFits
{
    /// <summary>The chains with their scores.</summary>
    public required IReadOnlyList<ChainFitView> Fits { get; init; }
}
