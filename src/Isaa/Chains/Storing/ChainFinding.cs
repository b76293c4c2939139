namespace Isaa.Chains.Storing;

/// <summary>Something that is wrong with a chain.</summary>
/// <param name="Code">A stable code, for example <c>chain_syntax</c>, <c>agent_unknown</c> or <c>chain_cycle</c>.</param>
/// <param name="Message">What is wrong, where, and what would be right.</param>
public sealed record ChainFinding(string Code, string Message);
