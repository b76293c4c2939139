namespace Isaa.Sandbox.Workers;

/// <summary>What came of one request to a worker.</summary>
internal sealed record WorkerExchange
{
    /// <summary>How it ended.</summary>
    public required WorkerEnd End { get; init; }

    /// <summary>The reply without its line end; empty unless there is one. Whoever wrote it is hostile.</summary>
    public ReadOnlyMemory<byte> Reply { get; init; }

    /// <summary>How the program exited, when it ended by itself; else null.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What it wrote to its standard error.</summary>
    public required SandboxOutput Logs { get; init; }

    /// <summary>The processor time that was seen, since the process got ready.</summary>
    public TimeSpan CpuTime { get; init; }

    /// <summary>The most memory that was seen.</summary>
    public long PeakMemoryBytes { get; init; }
}
