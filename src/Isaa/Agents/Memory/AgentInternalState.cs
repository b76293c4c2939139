namespace Isaa.Agents.Memory;

/// <summary>
/// What an agent keeps in mind beside its runs: what it works towards, notes, promises, what it learned. Immutable and small by its limits: what is
/// too much pushes the oldest out, of promises those that were kept before the others. It changes through <see cref="AgentStateChange"/> alone.
/// </summary>
public sealed record AgentInternalState
{
    /// <summary>The most goals: 20.</summary>
    public const int MaxGoals = 20;

    /// <summary>The most notes: 50.</summary>
    public const int MaxNotes = 50;

    /// <summary>The most promises, those kept included: 50.</summary>
    public const int MaxPromises = 50;

    /// <summary>The most learnings: 100.</summary>
    public const int MaxLearnings = 100;

    /// <summary>The most characters of one entry: 500; longer ones are cut.</summary>
    public const int MaxText = 500;

    /// <summary>What an agent has that never remembered anything.</summary>
    public static AgentInternalState Empty { get; } = new();

    /// <summary>How often it was changed.</summary>
    public int Edition { get; init; }

    /// <summary>The project it works on; null for none.</summary>
    public string? Project { get; init; }

    /// <summary>The issue it works on; null for none.</summary>
    public string? Issue { get; init; }

    /// <summary>What it works towards over many runs, oldest first.</summary>
    public IReadOnlyList<AgentMemoryItem> Goals { get; init; } = [];

    /// <summary>Notes, oldest first.</summary>
    public IReadOnlyList<AgentMemoryItem> Notes { get; init; } = [];

    /// <summary>Promises, oldest first; those kept say when.</summary>
    public IReadOnlyList<AgentMemoryItem> Promises { get; init; } = [];

    /// <summary>What it learned, oldest first.</summary>
    public IReadOnlyList<AgentMemoryItem> Learnings { get; init; } = [];

    /// <summary>The same with a change; the same object when the change changes nothing.</summary>
    /// <param name="change">The change.</param>
    public AgentInternalState With(AgentStateChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var next = change.Apply(this);
        return ReferenceEquals(next, this) ? this : next with { Edition = Edition + 1 };
    }

    /// <summary>Whether there is nothing to tell.</summary>
    internal bool IsEmpty => Project is null && Issue is null && Goals.Count + Notes.Count + Promises.Count + Learnings.Count == 0;
}
