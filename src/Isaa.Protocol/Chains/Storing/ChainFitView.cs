namespace Isaa.Protocol.Chains.Storing;

/// <summary>A chain that fits a task.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="Score">How well; larger is better.</param>
public sealed record ChainFitView(ChainView Chain, double Score);
