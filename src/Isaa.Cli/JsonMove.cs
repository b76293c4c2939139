namespace Isaa.Cli;

/// <summary>What <c>isaa migrate --json</c> writes.</summary>
internal sealed record JsonMove
{
    /// <summary>Rows moved, by table.</summary>
    public required IReadOnlyDictionary<string, long> Tables { get; init; }
}
