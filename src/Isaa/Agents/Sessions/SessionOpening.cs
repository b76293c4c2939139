using System.Diagnostics.CodeAnalysis;
using Isaa.Jobs;

namespace Isaa.Agents.Sessions;

/// <summary>Whether a run has its session.</summary>
public sealed record SessionOpening
{
    /// <summary>True when the run has the session for itself until it closes it or has ended.</summary>
    [MemberNotNullWhen(false, nameof(BlockedBy))]
    public bool IsOpen => BlockedBy is null;

    /// <summary>The run that has the session or is before this one; null when this run has it.</summary>
    public JobId? BlockedBy { get; init; }

    /// <summary>The run's number within the session, from 1; 0 while it waits.</summary>
    public int Number { get; init; }

    /// <summary>True when an earlier attempt of the run had it already.</summary>
    public bool IsAgain { get; init; }

    /// <summary>When the session was opened for this run: the start of its time.</summary>
    public DateTimeOffset OpenedAt { get; init; }
}
