using Isaa.Chains.Nodes;

namespace Isaa.Chains.Text;

/// <summary>A node as the parser has it, with what decides how operators put it together.</summary>
/// <param name="Node">The node.</param>
/// <param name="Position">Where it begins.</param>
/// <param name="IsOperator">Whether operators made it.</param>
/// <param name="IsGrouped">Whether a pair of parentheses is around all of it.</param>
/// <param name="Name">Its name as a branch; null for none.</param>
internal readonly record struct ParsedNode(ChainNode Node, int Position, bool IsOperator = false, bool IsGrouped = false, string? Name = null);
