using Isaa.Jobs;

namespace Isaa.Tools.Calling;

/// <summary>
/// What a tool returns that has to wait for its result: the run gives its slot back, and the same call is made again once something of this has come.
/// Only tools whose calls are safe to repeat may return it.
/// </summary>
public sealed record ToolWait
{
    /// <summary>What for, in a word: <c>children</c> or <c>message</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>Signals that wake it. Empty for none.</summary>
    public IReadOnlyList<string> Signals { get; init; } = [];

    /// <summary>Children of the run that it waits for; woken when all children of the run have ended. Empty for none.</summary>
    public IReadOnlyList<JobId> Children { get; init; } = [];

    /// <summary>When the call is made again although nothing came; null for never.</summary>
    public DateTimeOffset? Until { get; init; }
}
