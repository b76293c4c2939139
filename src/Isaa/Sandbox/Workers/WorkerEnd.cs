namespace Isaa.Sandbox.Workers;

/// <summary>How a request to a worker ended.</summary>
internal enum WorkerEnd
{
    /// <summary>With a reply.</summary>
    Replied,

    /// <summary>The process ended, or closed its reply stream, without one.</summary>
    Ended,

    /// <summary>The process had ended before it was asked; nothing ran.</summary>
    Gone,

    /// <summary>Killed after <see cref="WorkerCall.WallTime"/>.</summary>
    Timeout,

    /// <summary>Killed after <see cref="WorkerCall.CpuTime"/>.</summary>
    CpuLimit,

    /// <summary>Killed for memory.</summary>
    MemoryLimit,

    /// <summary>Killed for the number of its processes.</summary>
    ProcessLimit,

    /// <summary>Killed for the length of its reply or logs.</summary>
    OutputLimit,

    /// <summary>The caller gave up.</summary>
    Cancelled,
}
