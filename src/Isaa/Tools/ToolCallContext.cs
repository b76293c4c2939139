using Isaa.Files;
using Isaa.Jobs;

namespace Isaa.Tools;

/// <summary>
/// What a tool knows about the run that calls it. A tool method takes it as a parameter, which is not part of the schema; it travels in
/// <c>AIFunctionArguments.Context</c> under its own type.
/// </summary>
public sealed record ToolCallContext
{
    /// <summary>The run that calls.</summary>
    public required JobId Run { get; init; }

    /// <summary>Whose run it is. Default <c>default</c>.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>The session's id.</summary>
    public required string Session { get; init; }

    /// <summary>The provider's id of this call.</summary>
    public required string CallId { get; init; }

    /// <summary>The same for every try of this call; an outside service that takes such a key does the act once.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>The folder the run works in; null when it has none. Owned by the run.</summary>
    public Workspace? Workspace { get; init; }

    /// <summary>The agent's own folder for this session (scripts, Python state); outside the workspace. It exists.</summary>
    public required string SessionFolder { get; init; }

    /// <summary>What the caller adds for tools of its own; null for nothing.</summary>
    internal object? Caller { get; init; }
}
