using Isaa.Functions.Checks;

namespace Isaa.Functions.Storing;

/// <summary>What went wrong with a function, in a line for people and models.</summary>
internal static class FunctionText
{
    /// <summary><c>name:code:3:5: message (code)</c>.</summary>
    public static string Of(string name, FunctionFinding finding) => $"{name}: {finding.Field}{Place(finding.Line, finding.Column)}: {finding.Message} ({finding.Code})";

    /// <summary>How a call ended that gave no result.</summary>
    public static string Of(FunctionOutcome outcome, FunctionError? error) => error is null
        ? FunctionNames.Of(outcome)
        : outcome == FunctionOutcome.Failed ? $"{error.Kind}: {error.Message}{At(error)}" : $"{FunctionNames.Of(outcome)}: {error.Message}{At(error)}";

    /// <summary>Whether the code did not run at all for reasons that are not its own, so that another try may help.</summary>
    public static bool IsUnstarted(FunctionOutcome outcome) =>
        outcome is FunctionOutcome.Busy or FunctionOutcome.RuntimeMissing or FunctionOutcome.SandboxUnavailable;

    private static string At(FunctionError error) => error.Line is { } line ? error.Column is { } column ? $" (line {line}, column {column})" : $" (line {line})" : "";

    private static string Place(int? line, int? column) => line is null ? "" : column is null ? $":{line}" : $":{line}:{column}";
}
