using System.Text.Json;
using Isaa.Agents.Personas;
using Isaa.Agents.Settings;
using Isaa.Agents.SubAgents;
using Isaa.Jobs;

namespace Isaa.Agents;

/// <summary>How one run of an agent is added. All have a default.</summary>
public sealed record AgentRunOptions
{
    /// <summary>The session to go on with; it is made when there is none. Null for a new one named after the job.</summary>
    public string? Session { get; init; }

    /// <summary>The folder to work in; the run is then bound to this machine. Null for none.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether <see cref="Folder"/> is that of another run, or one below it, and must be no link to elsewhere.</summary>
    internal bool IsFolderFixed { get; init; }

    /// <summary>The persona another run is bound to; it counts before <see cref="Persona"/>. Null for none.</summary>
    internal Persona? BoundPersona { get; init; }

    /// <summary>The model in place of the definition's, as <c>provider/model</c>; null for the definition's.</summary>
    public string? Model { get; init; }

    /// <summary>Which of the agent's models to use; null leaves it to the persona, and then to the agent. A named <see cref="Model"/> counts before it.</summary>
    public ModelChoice? ModelChoice { get; init; }

    /// <summary>The persona in place of the agent's, as <c>NAME</c> or <c>NAME@VERSION</c>; null for the agent's.</summary>
    public string? Persona { get; init; }

    /// <summary>Limits that count before the definition's; null for none.</summary>
    public AgentLimits? Limits { get; init; }

    /// <summary>The JSON Schema the answer must fit, in place of the definition's; null for the definition's.</summary>
    public JsonElement? OutputSchema { get; init; }

    /// <summary>The job's id; adding one that exists already adds nothing. Null for a new one.</summary>
    public JobId? Id { get; init; }

    /// <summary>Whose run it is. Default <c>default</c>.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>The queue it waits in. Default <c>default</c>.</summary>
    public string Queue { get; init; } = "default";

    /// <summary>Lower runs first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>The earliest time it may run; null for at once.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>What happens after a failed attempt; null for <see cref="AgentOptions.Retry"/>.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>What the agent must be able to do, in the words of <see cref="AgentDefinition.Capabilities"/>; empty to go by the words of the task when no agent is named.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>What the worker must declare that takes the run, beside <see cref="AgentDefinition.Requires"/>. Default: nothing.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>Words to search by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Which tool calls a person must approve, beside what program and agent say; null for nothing more.</summary>
    public AgentApproval? Approval { get; init; }

    /// <summary>Who started it, when another run did; null for a person or a program.</summary>
    public RunOrigin? Origin { get; init; }
}
