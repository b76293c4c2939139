using System.Text.Json;

namespace Isaa.Storage.Tests.Crashes.Audits;

/// <summary>What happened on a store whose processes were killed.</summary>
internal sealed record CrashFigures
{
    public required string Store { get; init; }

    public required int Kills { get; init; }

    /// <summary>Jobs whose adding was acknowledged; every one of them ended as it should.</summary>
    public required int Acknowledged { get; init; }

    /// <summary>Acknowledged jobs that are not there: none, or the check fails.</summary>
    public int Lost { get; init; }

    /// <summary>Jobs with more than one end: none, or the check fails.</summary>
    public int CompletedTwice { get; init; }

    /// <summary>Jobs that never ended: none, or the run fails.</summary>
    public int Stuck { get; init; }

    /// <summary>Attempts that died with their process.</summary>
    public required int Stalled { get; init; }

    /// <summary>Acts that must happen at most once; every one of them did.</summary>
    public required int Acts { get; init; }

    /// <summary>How often a handler was told that nobody knows whether a step took place.</summary>
    public required int Unknown { get; init; }

    /// <summary>What the store refused, by code.</summary>
    public required IReadOnlyDictionary<string, int> Refused { get; init; }

    /// <summary>From the death of a process to the next start of a job it held, in milliseconds.</summary>
    public required double RecoveryMedianMs { get; init; }

    public required double RecoveryLongestMs { get; init; }

    /// <summary>How long a job of a dead process is held at most before others may take it back, in milliseconds.</summary>
    public required double LeaseMs { get; init; }

    public override string ToString() => JsonSerializer.Serialize(this, CrashReport.Style);
}
