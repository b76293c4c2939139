namespace Isaa.Functions;

/// <summary>What one call used, measured from outside.</summary>
public sealed record FunctionUsage
{
    /// <summary>From the call to its result, waiting included.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The part of <see cref="Duration"/> until a process was ready for the call: in the queue, starting, compiling.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Processor time of the call's processes as far as it was seen, without the start of the language's runtime.</summary>
    public TimeSpan CpuTime { get; init; }

    /// <summary>The most memory in bytes the call's processes were seen to hold, the language's runtime included; null when nothing ran.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Bytes of the input as JSON.</summary>
    public int InputBytes { get; init; }

    /// <summary>Bytes of the result as JSON; 0 when there is none.</summary>
    public int OutputBytes { get; init; }

    /// <summary>Bytes of logs, those left out among them.</summary>
    public long LogBytes { get; init; }
}
