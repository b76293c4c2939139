namespace Isaa.Models.Scripted;

/// <summary>A tool result in the conversation.</summary>
internal sealed record ToolResult(string Tool, string Text, bool IsError, bool IsUnknown);
