using System.Diagnostics;

namespace Isaa.Diagnostics;

/// <summary>
/// Named places where a crash test ends the process with SIGKILL. Does nothing unless the environment variable
/// <c>ISAA_KILL_AT</c> names the place, as <c>name</c> or <c>name:n</c> for the n-th time it is reached.
/// </summary>
public static class KillPoint
{
    /// <summary>The name of the environment variable.</summary>
    public const string Variable = "ISAA_KILL_AT";

    private static readonly string? Armed = Environment.GetEnvironmentVariable(Variable);
    private static int _reached;

    /// <summary>All places there are, in the order in which a run passes them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        JobEnqueued, JobClaimed, StepIntended, StepActed, StepRecorded, JobSettling, JobSettled,
    ];

    /// <summary>An enqueue is on disk and not yet acknowledged.</summary>
    public const string JobEnqueued = "job-enqueued";

    /// <summary>A claim is on disk and the handler has not started.</summary>
    public const string JobClaimed = "job-claimed";

    /// <summary>The intent of a step is on disk and its act has not begun.</summary>
    public const string StepIntended = "step-intended";

    /// <summary>A step has acted and its result is not on disk.</summary>
    public const string StepActed = "step-acted";

    /// <summary>The result of a step is on disk and its caller has not seen it.</summary>
    public const string StepRecorded = "step-recorded";

    /// <summary>The handler has returned and its outcome is not on disk.</summary>
    public const string JobSettling = "job-settling";

    /// <summary>The outcome of a job is on disk and nobody was told.</summary>
    public const string JobSettled = "job-settled";

    /// <summary>Kills this process if this place is armed.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static void Reach(string name)
    {
        if (Armed is not null)
        {
            ReachArmed(name);
        }
    }

    private static void ReachArmed(string name)
    {
        var colon = Armed!.IndexOf(':', StringComparison.Ordinal);
        var armedName = colon < 0 ? Armed : Armed[..colon];
        var nth = colon < 0 ? 1 : int.Parse(Armed.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture);
        if (armedName == name && Interlocked.Increment(ref _reached) == nth)
        {
            Process.GetCurrentProcess().Kill();
            Thread.CurrentThread.Join();
        }
    }
}
