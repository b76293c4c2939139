using System.Text.Json;
using Isaa.Agents.Settings;
using Isaa.Diagnostics;

namespace Isaa.Agents.Planning;

/// <summary>The inner tools by which a model keeps notes and variables.</summary>
internal static class NoteTools
{
    public static InnerTool Note { get; } = new(
        "note",
        "Remembers a finding for the rest of the run; you see all notes before each turn. Short: one fact each.",
        """{"type":"object","required":["text"],"properties":{"text":{"type":"string"}}}""",
        Keep);

    public static InnerTool SetVariable { get; } = new(
        "set_variable",
        "Sets a variable by its path, for example results.total or files.0.name.",
        """{"type":"object","required":["path","value"],"properties":{"path":{"type":"string"},"value":{}}}""",
        Set);

    public static InnerTool GetVariable { get; } = new(
        "get_variable",
        "Reads a variable by its path.",
        """{"type":"object","required":["path"],"properties":{"path":{"type":"string"}}}""",
        Get);

    private static InnerAnswer Keep(ActivityContext activity, JsonElement arguments, AgentReasoning rules) => Loose.Text(arguments, "text") is { } text
        ? new InnerAnswer(activity with { Notes = [.. activity.Notes.TakeLast(ActivityContext.MaxNotes - 1), ActivityContext.Cut(text)] }, "Noted.")
        : InnerAnswer.Refused(activity, "a note has a 'text'.");

    private static InnerAnswer Set(ActivityContext activity, JsonElement arguments, AgentReasoning rules)
    {
        if (Loose.Text(arguments, "path") is not { } path || !arguments.TryGetProperty("value", out var value))
        {
            return InnerAnswer.Refused(activity, "give a 'path' and a 'value'.");
        }

        try
        {
            return new InnerAnswer(activity with { Variables = RunVariables.Of(activity.Variables).With(path, value).Json }, $"{path} is set.");
        }
        catch (IsaaException e)
        {
            return InnerAnswer.Refused(activity, e.Message);
        }
    }

    private static InnerAnswer Get(ActivityContext activity, JsonElement arguments, AgentReasoning rules)
    {
        if (Loose.Text(arguments, "path") is not { } path)
        {
            return InnerAnswer.Refused(activity, "give a 'path'.");
        }

        var variables = RunVariables.Of(activity.Variables);
        return variables.Find(path) is { } value
            ? new InnerAnswer(activity, RunVariables.TextOf(value))
            : new InnerAnswer(activity, $"There is no variable '{path}'.{NearestNames.Hint(path, variables.Paths())}", "variable_unknown");
    }
}
