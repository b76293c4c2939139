using System.Globalization;
using Isaa.Diagnostics;
using Isaa.Sandbox.Workers;

namespace Isaa.Functions.Languages;

/// <summary>Names the end of a worker that did not answer.</summary>
internal static class ExchangeOutcome
{
    private const int LongestLastWords = 2_000;

    /// <summary>What the end of an exchange means for the call.</summary>
    public static FunctionOutcome Of(WorkerExchange exchange) => exchange.End switch
    {
        WorkerEnd.Timeout => FunctionOutcome.Timeout,
        WorkerEnd.CpuLimit => FunctionOutcome.CpuLimit,
        WorkerEnd.MemoryLimit => FunctionOutcome.MemoryLimit,
        WorkerEnd.ProcessLimit => FunctionOutcome.ProcessLimit,
        WorkerEnd.OutputLimit => FunctionOutcome.OutputLimit,
        WorkerEnd.Ended when EndedForMemory(exchange) => FunctionOutcome.MemoryLimit,
        _ => FunctionOutcome.Crashed,
    };

    /// <summary>The error that says so.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="subject">What was done, as the beginning of a sentence.</param>
    /// <param name="exchange">What was seen.</param>
    public static FunctionError Describe(FunctionOutcome outcome, string subject, WorkerExchange exchange)
    {
        var what = outcome switch
        {
            FunctionOutcome.Timeout => "took longer than it may",
            FunctionOutcome.CpuLimit => "used more processor time than it may",
            FunctionOutcome.MemoryLimit => "wanted more memory than it may have",
            FunctionOutcome.ProcessLimit => "started more processes or threads than it may",
            FunctionOutcome.OutputLimit => "wrote a longer result, or more logs, than it may",
            _ => string.Create(CultureInfo.InvariantCulture, $"ended without a result{(exchange.ExitCode is { } code ? $", with exit code {code}" : "")}{LastWords(exchange)}"),
        };
        return new FunctionError { Kind = NameOf(outcome), Message = $"{subject} {what}{(outcome == FunctionOutcome.Crashed ? "" : " and was stopped")}." };
    }

    /// <summary>The outcome as it is written.</summary>
    public static string NameOf(FunctionOutcome outcome) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString());

    // Runtimes that cannot go on for want of memory end themselves and say so in their own words.
    private static bool EndedForMemory(WorkerExchange exchange) =>
        exchange.ExitCode is > 128 && (exchange.Logs.Text.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
            || exchange.Logs.Text.Contains("OutOfMemoryException", StringComparison.Ordinal));

    private static string LastWords(WorkerExchange exchange)
    {
        var text = ControlText.Neutralize(exchange.Logs.Text).Trim();
        return text.Length == 0 ? "" : $": {(text.Length <= LongestLastWords ? text : "…" + text[^LongestLastWords..])}";
    }
}
