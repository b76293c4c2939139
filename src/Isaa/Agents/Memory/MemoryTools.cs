using System.Text.Json;
using Isaa.Agents.Planning;
using Isaa.Agents.Settings;

namespace Isaa.Agents.Memory;

/// <summary>The inner tools by which a model keeps things in mind beyond its run.</summary>
internal static class MemoryTools
{
    public static InnerTool Remember { get; } = new(
        "remember",
        "Keeps something in mind beyond this run: a note, a goal you work towards, or the project or issue you work on. You see all of it in later runs.",
        """{"type":"object","required":["text"],"properties":{"text":{"type":"string"},"as":{"enum":["note","goal","project","issue"]}}}""",
        Keep);

    public static InnerTool Promise { get; } = new(
        "promise",
        "Keeps a promise you made in mind until it is kept. Give 'text' to make one, or the id of an open one as 'kept' when it is.",
        """{"type":"object","properties":{"text":{"type":"string"},"kept":{"type":"string"}}}""",
        MakePromise);

    public static InnerTool Learn { get; } = new(
        "learn",
        "Keeps what you learned for later runs: how something really works here, what to do and what to avoid. One fact each; 'project' when it holds only there.",
        """{"type":"object","required":["text"],"properties":{"text":{"type":"string"},"project":{"type":"string"}}}""",
        KeepLearning);

    public static IReadOnlyList<InnerTool> All { get; } = [Remember, Promise, Learn];

    private static InnerAnswer Keep(ActivityContext activity, JsonElement arguments, AgentReasoning rules)
    {
        if (Loose.Text(arguments, "text") is not { } text)
        {
            return InnerAnswer.Refused(activity, "say in 'text' what to remember.");
        }

        AgentStateChange? change = Loose.Text(arguments, "as")?.ToLowerInvariant() switch
        {
            null or "note" => new AgentStateChange.Note(text),
            "goal" => new AgentStateChange.TakeGoal(text),
            "project" => new AgentStateChange.WorkOn(text, null),
            "issue" => new AgentStateChange.WorkOn(null, text),
            _ => null,
        };
        return change is null ? InnerAnswer.Refused(activity, "'as' is note, goal, project or issue.") : new InnerAnswer(activity, "Remembered.") { Change = change };
    }

    private static InnerAnswer MakePromise(ActivityContext activity, JsonElement arguments, AgentReasoning rules) =>
        Loose.Text(arguments, "kept") is { } kept ? new InnerAnswer(activity, "Kept.") { Change = new AgentStateChange.Keep(kept) }
        : Loose.Text(arguments, "text") is { } text ? new InnerAnswer(activity, "Promised.") { Change = new AgentStateChange.Promise(text) }
        : InnerAnswer.Refused(activity, "give the 'text' of a promise, or the id of one that is 'kept'.");

    private static InnerAnswer KeepLearning(ActivityContext activity, JsonElement arguments, AgentReasoning rules) => Loose.Text(arguments, "text") is { } text
        ? new InnerAnswer(activity, "Remembered.") { Change = new AgentStateChange.Learn(text, Loose.Text(arguments, "project")) }
        : InnerAnswer.Refused(activity, "say in 'text' what you learned.");
}
