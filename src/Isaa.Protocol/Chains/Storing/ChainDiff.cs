namespace Isaa.Protocol.Chains.Storing;

/// <summary>What changed between two versions.</summary>
/// <param name="Diff">A unified diff; empty when the text did not change.</param>
public sealed record ChainDiff(string Diff);
