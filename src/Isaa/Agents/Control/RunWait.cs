using Isaa.Jobs;

namespace Isaa.Agents.Control;

/// <summary>What a run waits for without a worker's slot. It is woken by whichever comes first, and looks itself what has come.</summary>
internal sealed record RunWait
{
    /// <summary>Why, for people: <c>resume</c>, <c>approval</c>, <c>children</c>, <c>message</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>Jobs it has added as its children; woken when all of its children have ended. Empty for none.</summary>
    public IReadOnlyList<JobId> Children { get; init; } = [];

    /// <summary>Signals; one that came already wakes it at once. Empty for none.</summary>
    public IReadOnlyList<string> Signals { get; init; } = [];

    /// <summary>When it is woken although nothing came; null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>One wait for whatever comes first of both.</summary>
    public RunWait Or(RunWait other) => new()
    {
        Reason = Reason == other.Reason ? Reason : $"{Reason}, {other.Reason}",
        Children = [.. Children.Union(other.Children)],
        Signals = [.. Signals.Union(other.Signals, StringComparer.Ordinal)],
        Until = Until is null || other.Until < Until ? other.Until ?? Until : Until,
    };
}
