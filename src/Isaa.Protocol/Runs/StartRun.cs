namespace Isaa.Protocol.Runs;

/// <summary>A request to have an agent do a task.</summary>
public sealed record StartRun
{
    /// <summary>What to do, in words.</summary>
    public required string Task { get; init; }

    /// <summary>The folder it may work in, an absolute path on the server's machine; null for none.</summary>
    public string? Folder { get; init; }

    /// <summary>The agent's name; null for the one whose capabilities fit the task, or the default agent.</summary>
    public string? Agent { get; init; }

    /// <summary>What the agent must be able to do, in the words of agents' <c>capabilities</c>. Default: whatever the task names.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>What the worker must declare that takes the run, beside what the agent's definition says. Default: nothing.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>The persona in place of the agent's, as <c>NAME</c> or <c>NAME@VERSION</c>; null for the agent's.</summary>
    public string? Persona { get; init; }

    /// <summary>The model as <c>provider/model</c>; null for the agent's, else the default one.</summary>
    public string? Model { get; init; }

    /// <summary>The session to go on with; null for a new one.</summary>
    public string? Session { get; init; }

    /// <summary>What it may use at most; null for the agent's own limits.</summary>
    public RunLimits? Limits { get; init; }

    /// <summary>The id of the job to be; the same id twice starts one run. Null for a new one.</summary>
    public string? Id { get; init; }
}
