namespace Isaa.Protocol.Functions;

/// <summary>What changed between two versions of a function.</summary>
public sealed record FunctionDiff
{
    /// <summary>A unified diff of their files; empty when nothing changed.</summary>
    public required string Diff { get; init; }
}
