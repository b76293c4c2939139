namespace Isaa.Agents.Context;

/// <summary>What a run is about.</summary>
public sealed record RecallQuery
{
    /// <summary>Whose run it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>The session's id.</summary>
    public required string Session { get; init; }

    /// <summary>What the user says.</summary>
    public required string Text { get; init; }
}
