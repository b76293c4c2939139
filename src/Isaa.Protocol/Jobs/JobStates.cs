namespace Isaa.Protocol.Jobs;

/// <summary>The states a job can be in, as the API writes them. A later version may add some: treat an unknown one as not ended.</summary>
public static class JobStates
{
    /// <summary>Waits for other jobs it depends on.</summary>
    public const string Waiting = "waiting";

    /// <summary>May be claimed.</summary>
    public const string Ready = "ready";

    /// <summary>Becomes ready at a later time.</summary>
    public const string Delayed = "delayed";

    /// <summary>A worker holds it.</summary>
    public const string Active = "active";

    /// <summary>Waits for the jobs it started.</summary>
    public const string WaitingChildren = "waiting-children";

    /// <summary>Waits for a signal, for example an approval.</summary>
    public const string WaitingSignal = "waiting-signal";

    /// <summary>Ended well.</summary>
    public const string Completed = "completed";

    /// <summary>Ended with a failure.</summary>
    public const string Failed = "failed";

    /// <summary>Ended by request.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Ended because too many workers were lost while they held it.</summary>
    public const string Dead = "dead";

    /// <summary>All states.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Waiting, Ready, Delayed, Active, WaitingChildren, WaitingSignal, Completed, Failed, Cancelled, Dead];

    /// <summary>Whether a job in this state has ended.</summary>
    /// <param name="state">One of the states.</param>
    public static bool IsFinal(string state) => state is Completed or Failed or Cancelled or Dead;
}
