using Isaa.Chains.Nodes;

namespace Isaa.Chains.Checking;

/// <summary>The ways after a <c>%</c> that a condition before it takes up.</summary>
/// <param name="Parts">All parts of the <c>a % b % c</c> it stands in.</param>
/// <param name="At">The first part that is left.</param>
/// <param name="Place">Where the whole stands.</param>
internal sealed record Otherwise(IReadOnlyList<ChainNode> Parts, int At, CheckedPlace Place);
