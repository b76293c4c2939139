using Isaa.Jobs.Store;

namespace Isaa.Agents.Sessions;

/// <summary>Messages to write together with a job's change. A place that is taken keeps its message.</summary>
public sealed record SessionAppend : StoreWrite
{
    /// <summary>Whose session it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>The session's id.</summary>
    public required string Session { get; init; }

    /// <summary>The messages, each with its place.</summary>
    public required IReadOnlyList<SessionMessage> Messages { get; init; }
}
