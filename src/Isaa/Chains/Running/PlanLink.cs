namespace Isaa.Chains.Running;

/// <summary>A node inside another one.</summary>
/// <param name="Label">What it is there, for example <c>yes</c>, <c>try2</c> or a branch's name; empty in a sequence.</param>
/// <param name="Node">The node.</param>
internal readonly record struct PlanLink(string Label, PlanNode Node);
