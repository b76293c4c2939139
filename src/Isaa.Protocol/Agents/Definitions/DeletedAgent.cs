namespace Isaa.Protocol.Agents.Definitions;

/// <summary>What was deleted with an agent.</summary>
public sealed record DeletedAgent
{
    /// <summary>Versions of its definition.</summary>
    public required int Versions { get; init; }

    /// <summary>The ids of its sessions, which are gone with all that was said in them.</summary>
    public required IReadOnlyList<string> Sessions { get; init; }
}
