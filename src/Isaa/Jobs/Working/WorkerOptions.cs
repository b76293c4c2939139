using System.ComponentModel.DataAnnotations;
using Isaa.Jobs.Logs;

namespace Isaa.Jobs.Working;

/// <summary>How a worker takes and runs jobs.</summary>
public sealed record WorkerOptions
{
    /// <summary>How many jobs run at once in this worker. Default 10.</summary>
    [Range(1, 10_000)]
    public int Concurrency { get; init; } = 10;

    /// <summary>The queues it serves; null for all.</summary>
    public IReadOnlyList<string>? Queues { get; init; }

    /// <summary>What it is called, for people; null for nothing.</summary>
    public string? Name { get; init; }

    /// <summary>Takes only jobs that require one of these capabilities, and leaves what anybody may take to others; null for all it can do.</summary>
    public IReadOnlyList<string>? Reserved { get; init; }

    /// <summary>The capabilities it declares, for example <c>host:ID</c>. Default: none.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>
    /// Asked before each claim for the capabilities it declares at that moment; null for <see cref="Capabilities"/>. It must answer at once, and with
    /// the same list as long as nothing changed.
    /// </summary>
    public Func<IReadOnlyList<string>>? FindCapabilities { get; init; }

    /// <summary>Takes this job and no other; null for any.</summary>
    public JobId? Only { get; init; }

    /// <summary>How long the worker's lease holds without a sign of life; another machine takes its jobs after that. Default 30 seconds.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often it shows a sign of life. Default 10 seconds; must be well below the lease time.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long it waits at most before it looks for work without having been woken. Default 1 second.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A job whose worker was lost more often than this is dead. One that has come that far runs beside no other such job in the same worker, so that a job
    /// that kills its workers does not take others along. Default 3.
    /// </summary>
    [Range(0, 1_000)]
    public int StallLimit { get; init; } = 3;

    /// <summary>
    /// How long a handler that was told to stop (cancelled, timed out, lease lost) may take before its slot goes to another job. What it still writes is
    /// refused. Default 30 seconds.
    /// </summary>
    public TimeSpan CancelGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What is kept of what handlers log and report.</summary>
    public JobLogOptions Logs { get; init; } = new();

    /// <summary>At a stop, how long running jobs may finish before they are told to stop. Default 0: at once.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.Zero;

    /// <summary>At a stop, how long told jobs may take to stop before their slot is abandoned. Default 10 seconds.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(10);
}
