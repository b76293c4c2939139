namespace Isaa.Sandbox;

/// <summary>What came of a sandboxed program.</summary>
public sealed record SandboxResult
{
    /// <summary>How it ended.</summary>
    public required SandboxOutcome Outcome { get; init; }

    /// <summary>Its exit code; 128 plus the signal's number when a signal ended it; null when it was killed for a limit.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Its standard output.</summary>
    public required SandboxOutput Output { get; init; }

    /// <summary>Its standard error.</summary>
    public required SandboxOutput Error { get; init; }

    /// <summary>From the start of the launcher to the end of the last process.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The most memory all its processes were seen to hold at one time; null when it ended before the first look.</summary>
    public long? PeakMemoryBytes { get; init; }
}
