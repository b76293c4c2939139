namespace Isaa.Sandbox;

/// <summary>How a sandboxed program ended.</summary>
public enum SandboxOutcome
{
    /// <summary>By itself, with an exit code.</summary>
    Exited,

    /// <summary>It took longer than <see cref="SandboxLimits.WallTime"/> and was killed.</summary>
    Timeout,

    /// <summary>It and its children used more memory than allowed and were killed.</summary>
    MemoryLimit,

    /// <summary>It started more processes than allowed and was killed, where the system itself could not refuse them.</summary>
    ProcessLimit,

    /// <summary>It wrote far more than allowed and was killed.</summary>
    OutputLimit,

    /// <summary>A signal ended it.</summary>
    Killed,
}
