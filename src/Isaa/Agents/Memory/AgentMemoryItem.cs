using Isaa.Jobs;

namespace Isaa.Agents.Memory;

/// <summary>Something an agent remembers.</summary>
public sealed record AgentMemoryItem
{
    /// <summary>Its id, unique within the agent; eight letters and digits.</summary>
    public required string Id { get; init; }

    /// <summary>What it remembers, at most <see cref="AgentInternalState.MaxText"/> characters.</summary>
    public required string Text { get; init; }

    /// <summary>For a learning: the project it holds for; null when it holds in general.</summary>
    public string? Project { get; init; }

    /// <summary>The run that remembered it; null for a person or a program.</summary>
    public JobId? Run { get; init; }

    /// <summary>When it was remembered.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>For a promise: when it was kept; null while it is open.</summary>
    public DateTimeOffset? KeptAt { get; init; }
}
