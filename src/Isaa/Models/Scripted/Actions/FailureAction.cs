using Isaa.Models.Scripted.Templates;

namespace Isaa.Models.Scripted.Actions;

/// <summary>How a turn fails instead of answering.</summary>
internal sealed record FailureAction
{
    public required string Code { get; init; }

    public required Template Message { get; init; }

    public required bool IsTransient { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How many characters of the turn's text are streamed before the failure; null for none.</summary>
    public int? AfterCharacters { get; init; }

    /// <summary>How often it fails at the same point of a conversation within one process; null for always.</summary>
    public int? Times { get; init; }
}
