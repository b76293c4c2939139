namespace Isaa.Protocol.Agents.Definitions;

/// <summary>Asks to make an earlier version of an agent the newest again.</summary>
public sealed record RollbackAgent
{
    /// <summary>The version to go back to.</summary>
    public required int Version { get; init; }
}
