using Isaa.Models.Scripted.Actions;
using Isaa.Models.Scripted.Templates;

namespace Isaa.Models.Scripted;

/// <summary>One thing a playbook can say or do, and when.</summary>
internal sealed record PlaybookTurn
{
    public const int Forever = int.MaxValue;

    public required int Line { get; init; }

    /// <summary>All must hold.</summary>
    public IReadOnlyList<Func<Moment, bool>> When { get; init; } = [];

    /// <summary>How often it is played in one task.</summary>
    public int Repeat { get; init; } = 1;

    public IReadOnlyList<VariableAction> Variables { get; init; } = [];

    public Template? Say { get; init; }

    public TemplateTree? Json { get; init; }

    public IReadOnlyList<ToolCallAction> Calls { get; init; } = [];

    /// <summary>How it fails instead of answering; null when it answers.</summary>
    public FailureAction? Failure { get; init; }

    public TimeSpan Wait { get; init; }

    public int ChunkCharacters { get; init; } = 40;

    public TimeSpan ChunkDelay { get; init; }

    public string? FinishReason { get; init; }

    public UsageAction? Usage { get; init; }
}
