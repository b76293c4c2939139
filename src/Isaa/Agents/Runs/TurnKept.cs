using Isaa.Protocol.Agents;

namespace Isaa.Agents.Runs;

/// <summary>What the journal keeps of a turn; its message is in the session.</summary>
internal sealed record TurnKept
{
    public required TokenUsage Usage { get; init; }

    public required int Calls { get; init; }

    public required string Finish { get; init; }
}
