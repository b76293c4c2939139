using System.Globalization;
using Isaa.Sandbox;

namespace Isaa.Functions.Languages;

/// <summary>The limits of a function as the operating system is told them when a worker starts.</summary>
internal static class WorkerLimits
{
    /// <summary>How many times as many logs as are kept end a call.</summary>
    public const long LogFactor = 1_024;

    public static SandboxLimits For(FunctionLimits limits) => new()
    {
        WallTime = limits.Timeout,
        CpuSeconds = limits.CpuSeconds + 2, // the watch counts from the call on and ends it first; this is the wall behind it
        MemoryBytes = limits.MemoryBytes,
        Processes = limits.Processes,
        FileBytes = limits.TemporaryBytes,
        TemporaryBytes = limits.TemporaryBytes,
        OutputBytes = limits.LogBytes,
        OutputBytesUntilKilled = limits.LogBytes * LogFactor,
    };

    /// <summary>What workers must have in common to be interchangeable.</summary>
    public static string KeyOf(string program, FunctionLimits limits) => string.Create(
        CultureInfo.InvariantCulture, $"{program} m{limits.MemoryBytes} c{limits.CpuSeconds} p{limits.Processes} t{limits.TemporaryBytes} l{limits.LogBytes}");
}
