using System.Diagnostics;

namespace Isaa.Functions;

/// <summary>Outcomes and languages as they are written. Thread safe.</summary>
public static class FunctionNames
{
    private static readonly FunctionOutcome[] Outcomes = Enum.GetValues<FunctionOutcome>();
    private static readonly FunctionLanguage[] Languages = Enum.GetValues<FunctionLanguage>();

    /// <summary>An outcome as it is written, for example <c>memory_limit</c>.</summary>
    /// <param name="outcome">The outcome.</param>
    public static string Of(FunctionOutcome outcome) => outcome switch
    {
        FunctionOutcome.Completed => "completed",
        FunctionOutcome.Failed => "failed",
        FunctionOutcome.Rejected => "rejected",
        FunctionOutcome.InvalidInput => "invalid_input",
        FunctionOutcome.InvalidOutput => "invalid_output",
        FunctionOutcome.Timeout => "timeout",
        FunctionOutcome.CpuLimit => "cpu_limit",
        FunctionOutcome.MemoryLimit => "memory_limit",
        FunctionOutcome.OutputLimit => "output_limit",
        FunctionOutcome.ProcessLimit => "process_limit",
        FunctionOutcome.Crashed => "crashed",
        FunctionOutcome.Busy => "busy",
        FunctionOutcome.RuntimeMissing => "runtime_missing",
        FunctionOutcome.SandboxUnavailable => "sandbox_unavailable",
        _ => throw new UnreachableException(),
    };

    /// <summary>A language as it is written, for example <c>python</c>.</summary>
    /// <param name="language">The language.</param>
    public static string Of(FunctionLanguage language) => language switch
    {
        FunctionLanguage.CSharp => "csharp",
        FunctionLanguage.Python => "python",
        FunctionLanguage.JavaScript => "javascript",
        _ => throw new UnreachableException(),
    };

    /// <summary>The outcome of a name; null when there is none such.</summary>
    /// <param name="name">The name.</param>
    public static FunctionOutcome? FindOutcome(string? name) => Array.FindIndex(Outcomes, o => Of(o) == name) is >= 0 and var i ? Outcomes[i] : null;

    /// <summary>The language of a name; null when there is none such.</summary>
    /// <param name="name">The name.</param>
    public static FunctionLanguage? FindLanguage(string? name) => Array.FindIndex(Languages, l => Of(l) == name) is >= 0 and var i ? Languages[i] : null;

    /// <summary>All outcomes as they are written.</summary>
    public static IReadOnlyList<string> OutcomeNames { get; } = [.. Outcomes.Select(Of)];

    /// <summary>All languages as they are written.</summary>
    public static IReadOnlyList<string> LanguageNames { get; } = [.. Languages.Select(Of)];
}
