namespace Isaa.Cli.Commands.Backups;

/// <summary>What <c>isaa backup --json</c> writes.</summary>
internal sealed record JsonBackup
{
    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>Its length.</summary>
    public required long Bytes { get; init; }
}
