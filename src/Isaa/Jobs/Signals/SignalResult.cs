namespace Isaa.Jobs.Signals;

/// <summary>What became of a signal.</summary>
public enum SignalResult
{
    /// <summary>The job waited for it and goes on.</summary>
    Woke,

    /// <summary>The job does not wait for it now; it is kept until the job does.</summary>
    Kept,

    /// <summary>A signal with this id was sent to the job before; nothing changed.</summary>
    Duplicate,

    /// <summary>The job has ended; nothing was kept.</summary>
    JobEnded,

    /// <summary>There is no such job.</summary>
    JobUnknown,
}
