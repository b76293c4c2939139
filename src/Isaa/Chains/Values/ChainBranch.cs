namespace Isaa.Chains.Values;

/// <summary>One result of a parallel group.</summary>
/// <param name="Name">The branch's name.</param>
/// <param name="Value">What it gave.</param>
public sealed record ChainBranch(string Name, ChainValue Value);
