using System.ComponentModel.DataAnnotations;

namespace Isaa.Sandbox;

/// <summary>How many sandboxed processes stand ready, and how many work at once.</summary>
public sealed class SandboxPoolOptions
{
    /// <summary>How many processes of each kind in use stand ready for the next call. Default 2; 0 to start one for each call.</summary>
    [Range(0, 256)]
    public int WarmWorkers { get; set; } = 2;

    /// <summary>How many calls run at once. Default: twice the processors, at least 4.</summary>
    [Range(1, 1_024)]
    public int RunningCalls { get; set; } = Math.Max(4, 2 * Environment.ProcessorCount);

    /// <summary>How many calls wait for their turn; one more is refused as <c>busy</c>. Default 256.</summary>
    [Range(0, 100_000)]
    public int WaitingCalls { get; set; } = 256;

    /// <summary>How long processes of a kind nobody asks for stand ready. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan IdleTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a process may take to get ready. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan StartTime { get; set; } = TimeSpan.FromSeconds(30);
}
