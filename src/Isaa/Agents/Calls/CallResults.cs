using Isaa.Agents.Sessions;

namespace Isaa.Agents.Calls;

/// <summary>What a model reads where a tool did not answer itself.</summary>
internal static class CallResults
{
    public const string UnknownCode = "outcome_unknown";
    public const string CancelledCode = "cancelled";
    public const string LoopCode = "loop_detected";
    public const string ToolCallsCode = "limit_tool_calls";
    public const string TimeCode = "limit_time";

    public const string UnknownText = "outcome unknown: the process was interrupted while this call ran. It may or may not have taken effect, wholly or in part, "
        + "and it was not repeated. Check what is the case before you call it again.";

    public static string Loop(string tool) => $"not run: this is the same call of '{tool}' over and over, and its result will not change. "
        + "Use the results you have, try another way, or give your final answer. If you go on like this, the run ends.";

    public static string TooMany(int limit) => $"not run: this run may make {limit} tool calls and they are used up.";

    public static string InvalidArguments(string tool, bool isCut) => $"not run: the arguments for '{tool}' are not a JSON object"
        + (isCut ? ", because your message was cut off at the output limit. Write less in one call, for example a large file in parts." : ". Send the call again with valid JSON.");

    public const string TimeText = "stopped: the run's time was used up while this call ran. It may have taken effect in part.";

    public static SessionMessage Cancelled(SessionPlace answer, SessionCall call, int index) => new()
    {
        Place = answer with { Part = index + 1 },
        Role = SessionRole.Tool,
        CallId = call.Id,
        Text = "cancelled: the run ended before this call had a result. If it had begun, whether it took effect is not known.",
        IsError = true,
        ErrorCode = CancelledCode,
    };
}
