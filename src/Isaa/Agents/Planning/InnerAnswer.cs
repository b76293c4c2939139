using Isaa.Agents.Memory;

namespace Isaa.Agents.Planning;

/// <summary>What an inner tool changes and says.</summary>
/// <param name="Activity">The activity afterwards; the same when nothing changed.</param>
/// <param name="Text">What the model reads.</param>
/// <param name="ErrorCode">Why nothing was changed; null when all is well.</param>
internal sealed record InnerAnswer(ActivityContext Activity, string Text, string? ErrorCode = null)
{
    /// <summary>What it changes in what the agent keeps in mind; null for nothing.</summary>
    public AgentStateChange? Change { get; init; }

    public static InnerAnswer Refused(ActivityContext activity, string text) => new(activity, "not done: " + text, "arguments_invalid");
}
