namespace Isaa.Sandbox.Workers;

/// <summary>A kind of worker: what is started, and within which limits. Workers of equal keys are interchangeable.</summary>
internal sealed record WorkerProfile
{
    /// <summary>The identity: two profiles with the same key must be the same.</summary>
    public required string Key { get; init; }

    /// <summary>The program. It says that it is ready, takes one line of JSON, answers with one, and waits to be killed.</summary>
    public required SandboxRequest Program { get; init; }

    /// <summary>What is started instead when a caller waits for it: it does not make itself ready for a call that may come, only for this one. Null for the same.</summary>
    public SandboxRequest? AwaitedProgram { get; init; }

    /// <summary>The limits the operating system is told when the program starts.</summary>
    public required SandboxLimits Limits { get; init; }

    /// <summary>
    /// How many calls one process may serve. 1 wherever code runs that somebody else wrote; more only for programs that read code and do not run it.
    /// </summary>
    public int CallsPerProcess { get; init; } = 1;

    /// <summary>How many stand ready; null for <see cref="SandboxPoolOptions.WarmWorkers"/>.</summary>
    public int? Warm { get; init; }
}
