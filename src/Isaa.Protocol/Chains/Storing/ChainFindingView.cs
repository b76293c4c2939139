namespace Isaa.Protocol.Chains.Storing;

/// <summary>Something that is wrong with a chain.</summary>
/// <param name="Code">A stable code, for example <c>chain_syntax</c>.</param>
/// <param name="Message">What is wrong, where, and what would be right.</param>
public sealed record ChainFindingView(string Code, string Message);
