namespace Isaa.Agents.Runs;

/// <summary>A call of the newest turn that is answered without being run.</summary>
/// <param name="Index">Its place among the turn's calls.</param>
/// <param name="Code">Why: <c>loop_detected</c> or <c>limit_tool_calls</c>.</param>
internal readonly record struct SkippedCall(int Index, string Code);
