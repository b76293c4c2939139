namespace Isaa.Cli;

/// <summary>What 'isaa serve --json' says when it is ready.</summary>
internal sealed record JsonServing
{
    public required IReadOnlyList<string> Addresses { get; init; }

    public required string KeyFile { get; init; }

    public required int ProcessId { get; init; }
}
