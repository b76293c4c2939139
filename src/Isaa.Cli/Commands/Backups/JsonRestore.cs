namespace Isaa.Cli.Commands.Backups;

/// <summary>What <c>isaa restore --json</c> writes.</summary>
internal sealed record JsonRestore
{
    /// <summary>The store that was restored.</summary>
    public required string Store { get; init; }

    /// <summary>Where the store is now that was there before; null when there was none.</summary>
    public string? Kept { get; init; }
}
