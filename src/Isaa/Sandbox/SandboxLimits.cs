using System.ComponentModel.DataAnnotations;

namespace Isaa.Sandbox;

/// <summary>What a sandboxed program may use.</summary>
public sealed record SandboxLimits
{
    /// <summary>Time on the clock until everything is killed. Default 60 s.</summary>
    public TimeSpan WallTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Processor seconds of each process. Default 60.</summary>
    [Range(1, 86_400)]
    public int CpuSeconds { get; init; } = 60;

    /// <summary>Memory in bytes of each process (the system refuses more) and of all together (they are killed). Default 1 GiB.</summary>
    [Range(32L << 20, long.MaxValue)]
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>Processes and threads at one time. Default 128.</summary>
    [Range(4, 10_000)]
    public int Processes { get; init; } = 128;

    /// <summary>The largest file it can write, in bytes. Default 512 MiB.</summary>
    [Range(1L << 20, long.MaxValue)]
    public long FileBytes { get; init; } = 512L << 20;

    /// <summary>Room in its temporary folder, in bytes of memory. Default 256 MiB.</summary>
    [Range(1L << 20, long.MaxValue)]
    public long TemporaryBytes { get; init; } = 256L << 20;

    /// <summary>How many bytes are kept of each output stream, the first and the last half; the rest is read and left out. Default 256 KiB.</summary>
    [Range(1024, 64 << 20)]
    public int OutputBytes { get; init; } = 256 << 10;

    /// <summary>How many bytes of output at all until it is killed. Default 64 MiB.</summary>
    [Range(1L << 16, long.MaxValue)]
    public long OutputBytesUntilKilled { get; init; } = 64L << 20;
}
