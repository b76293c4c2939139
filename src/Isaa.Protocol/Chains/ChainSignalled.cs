namespace Isaa.Protocol.Chains;

/// <summary>What became of what a run of a chain was told.</summary>
/// <param name="Result"><c>woke</c>: the run waited and goes on. <c>kept</c>: it will find it when it comes to wait. <c>duplicate</c>: it was told before. <c>ended</c>: too late.</param>
public sealed record ChainSignalled(string Result);
