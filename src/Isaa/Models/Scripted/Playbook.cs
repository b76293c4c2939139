namespace Isaa.Models.Scripted;

/// <summary>What a scripted model does; immutable.</summary>
internal sealed record Playbook
{
    /// <summary>What it is called in messages: its file, or its name when it is built in.</summary>
    public required string Source { get; init; }

    /// <summary>Whether it goes on where it was when a new task follows an answer, instead of starting again.</summary>
    public bool Continues { get; init; }

    /// <summary>Variables every task starts with.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    public required IReadOnlyList<PlaybookTurn> Turns { get; init; }
}
