using System.ComponentModel.DataAnnotations;

namespace Isaa.Functions;

/// <summary>What one call of a function may use. Every limit is enforced outside the function's process.</summary>
public sealed record FunctionLimits
{
    /// <summary>Memory in bytes of all processes of the call. Default 512 MiB.</summary>
    [Range(64L << 20, 64L << 30)]
    public long MemoryBytes { get; init; } = 512L << 20;

    /// <summary>Time on the clock. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Processor seconds of all processes of the call. Default 30.</summary>
    [Range(1, 86_400)]
    public int CpuSeconds { get; init; } = 30;

    /// <summary>The largest result in bytes of JSON. Default 1 MiB.</summary>
    [Range(64, 64 << 20)]
    public int OutputBytes { get; init; } = 1 << 20;

    /// <summary>How many bytes of logs are kept, the first and the last half. Default 64 KiB. A call that logs more than 1,024 times as much is stopped.</summary>
    [Range(1_024, 16 << 20)]
    public int LogBytes { get; init; } = 64 << 10;

    /// <summary>Processes and threads at one time, those of the language's runtime among them. Default 64.</summary>
    [Range(32, 1_024)]
    public int Processes { get; init; } = 64;

    /// <summary>Room in the call's own temporary folder, in bytes of memory. Default 16 MiB.</summary>
    [Range(1L << 20, 4L << 30)]
    public long TemporaryBytes { get; init; } = 16L << 20;

    /// <summary>How many bytes may be sent and received together, by a function that has a network. Default 16 MiB.</summary>
    [Range(1_024, 64L << 30)]
    public long NetworkBytes { get; init; } = 16L << 20;
}
