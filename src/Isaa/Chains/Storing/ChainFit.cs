namespace Isaa.Chains.Storing;

/// <summary>A chain that fits a task.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Score">How well it fits: 3 for each word of the task in the name, 2 in the description, 1.5 in the tags, 1 in the names it uses, and 0.5 when it is accepted.</param>
public sealed record ChainFit(ChainVersion Chain, double Score);
