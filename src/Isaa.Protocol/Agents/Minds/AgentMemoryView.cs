namespace Isaa.Protocol.Agents.Minds;

/// <summary>Something an agent keeps in mind.</summary>
public sealed record AgentMemoryView
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    public required string Text { get; init; }

    /// <summary>The project it holds for; null when it holds in general.</summary>
    public string? Project { get; init; }

    /// <summary>The run that remembered it; null for a person or a program.</summary>
    public string? Run { get; init; }

    /// <summary>When it was remembered.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>For a promise: when it was kept; null while it is open.</summary>
    public DateTimeOffset? KeptAt { get; init; }
}
