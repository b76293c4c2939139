namespace Isaa.Protocol.Events;

/// <summary>A tool call that a model asked for.</summary>
public sealed record AgentCall
{
    /// <summary>The call's id, unique within the turn.</summary>
    public required string CallId { get; init; }

    /// <summary>The tool's name as the model wrote it.</summary>
    public required string Name { get; init; }
}
