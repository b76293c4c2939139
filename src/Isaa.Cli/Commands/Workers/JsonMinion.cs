namespace Isaa.Cli.Commands.Workers;

/// <summary>What 'isaa minion --json' says when it is ready.</summary>
internal sealed record JsonMinion
{
    public string? Name { get; init; }

    public required string Store { get; init; }

    public required IReadOnlyList<string> Capabilities { get; init; }

    public IReadOnlyList<string>? Queues { get; init; }

    public IReadOnlyList<string>? Reserved { get; init; }

    public required int ProcessId { get; init; }
}
