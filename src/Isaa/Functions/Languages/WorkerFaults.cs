using Isaa.Protocol.Sandbox;
using Isaa.Diagnostics;

namespace Isaa.Functions.Languages;

/// <summary>Takes over what an untrusted process says was wrong: bounded in length and without control characters.</summary>
internal static class WorkerFaults
{
    private const int LongestKind = 100, LongestMessage = 8_000, LongestTrace = 16_000;

    public static FunctionError ToError(WorkerFault fault) => new()
    {
        Kind = Clean(fault.Kind, LongestKind),
        Message = Clean(fault.Message, LongestMessage),
        Line = Positive(fault.Line),
        Column = Positive(fault.Column),
        Trace = Clean(fault.Trace, LongestTrace).Trim(),
    };

    private static int? Positive(int? number) => number is > 0 ? number : null;

    private static string Clean(string? text, int longest) =>
        ControlText.Neutralize(text is null ? "" : text.Length <= longest ? text : text[..longest] + "…");
}
