namespace Isaa.Protocol.Chains.Storing;

/// <summary>The chains that fit a task, best first.</summary>
public sealed record ChainFits
{
    /// <summary>The chains with their scores.</summary>
    public required IReadOnlyList<ChainFitView> Fits { get; init; }
}
