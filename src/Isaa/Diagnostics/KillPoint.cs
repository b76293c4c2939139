using System.Diagnostics;

namespace Isaa.Diagnostics;

/// <summary>
/// Named places where a crash test ends the process with SIGKILL. Does nothing unless the environment variable
/// <c>ISAA_KILL_AT</c> names the place, as <c>name</c> or <c>name:n</c> for the n-th time it is reached. <c>ISAA_KILL_PROCESS</c> names another process to kill
/// there instead, for example the database server; this one goes on.
/// </summary>
public static class KillPoint
{
    /// <summary>The name of the environment variable.</summary>
    public const string Variable = "ISAA_KILL_AT";

    /// <summary>The name of the environment variable with the process to kill instead of this one.</summary>
    public const string ProcessVariable = "ISAA_KILL_PROCESS";

    private static readonly string? Armed = Environment.GetEnvironmentVariable(Variable);
    private static int _reached;

    /// <summary>All places there are.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        JobEnqueued, JobClaimed, StepIntended, StepActed, StepRecorded, JobSettling, JobSettled,
        JobsPromoting, JobsPromoted, JobsRescuing, JobsRescued,
        StoreCommitting, StoreCommitted, StoreWaking, FunctionRan,
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

    /// <summary>Jobs whose time has come are made ready and that is not on disk.</summary>
    public const string JobsPromoting = "jobs-promoting";

    /// <summary>Jobs whose time has come are ready on disk and nobody was told.</summary>
    public const string JobsPromoted = "jobs-promoted";

    /// <summary>Jobs of a lost worker are taken back and that is not on disk.</summary>
    public const string JobsRescuing = "jobs-rescuing";

    /// <summary>Jobs of a lost worker are taken back on disk and nobody was told.</summary>
    public const string JobsRescued = "jobs-rescued";

    /// <summary>Writes are made in a transaction that is not committed.</summary>
    public const string StoreCommitting = "store-committing";

    /// <summary>A transaction is on disk and no caller knows.</summary>
    public const string StoreCommitted = "store-committed";

    /// <summary>Callers know of their transaction, and who waits for events or work was not woken.</summary>
    public const string StoreWaking = "store-waking";

    /// <summary>A stored function has run and its execution is not on record.</summary>
    public const string FunctionRan = "function-ran";

    /// <summary>Kills this process if this place is armed.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static void Reach(string name)
    {
        if (Armed is not null)
        {
            ReachArmed(name);
        }
    }

    /// <summary>Kills this process if this place is armed and the condition holds.</summary>
    /// <param name="condition">Whether the place is reached at all.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static void ReachIf(bool condition, string name)
    {
        if (Armed is not null && condition)
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
            Kill();
        }
    }

    private static void Kill()
    {
        if (Environment.GetEnvironmentVariable(ProcessVariable) is { Length: > 0 } other)
        {
            using var process = Process.GetProcessById(int.Parse(other, System.Globalization.CultureInfo.InvariantCulture));
            process.Kill();
            return;
        }

        Process.GetCurrentProcess().Kill();
        Thread.CurrentThread.Join();
    }
}
