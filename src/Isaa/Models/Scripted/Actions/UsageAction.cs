namespace Isaa.Models.Scripted.Actions;

/// <summary>The token counts a turn reports.</summary>
internal sealed record UsageAction(int? InputTokens, int? OutputTokens, int? CachedInputTokens);
