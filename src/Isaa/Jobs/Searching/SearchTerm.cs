namespace Isaa.Jobs.Searching;

/// <summary>Words that must stand one after the other.</summary>
/// <param name="Words">The words, as the index knows them; at least one.</param>
/// <param name="IsPrefix">Whether a word that begins with the last one is enough.</param>
public sealed record SearchTerm(IReadOnlyList<string> Words, bool IsPrefix);
