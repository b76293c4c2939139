namespace Isaa.Functions.Storing;

/// <summary>What came of one test.</summary>
public sealed record FunctionTestResult
{
    /// <summary>The test's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the call ended as the test says.</summary>
    public required bool IsPassed { get; init; }

    /// <summary>How the call ended instead; empty when it passed. Part of it is the function's own text, not to be trusted.</summary>
    public required string Message { get; init; }

    /// <summary>What the call gave.</summary>
    public required FunctionResult Result { get; init; }
}
