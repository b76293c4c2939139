namespace Isaa.Functions.Storing;

/// <summary>What came of a function's tests.</summary>
public sealed record FunctionTestReport
{
    /// <summary>What was tested.</summary>
    public required FunctionVersion Function { get; init; }

    /// <summary>One result per test, in their order.</summary>
    public required IReadOnlyList<FunctionTestResult> Results { get; init; }

    /// <summary>Whether all passed; true when there are none.</summary>
    public bool IsPassed => Results.All(r => r.IsPassed);
}
