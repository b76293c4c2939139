namespace Isaa.Protocol.Agents.Definitions;

/// <summary>Agents as a file.</summary>
public sealed record AgentFile
{
    /// <summary>YAML that an import takes back.</summary>
    public required string File { get; init; }
}
