namespace Isaa.Protocol.Functions;

/// <summary>What came of the tests of a function.</summary>
public sealed record FunctionTestPage
{
    /// <summary>What was tested.</summary>
    public required FunctionView Function { get; init; }

    /// <summary>Whether all passed; true when there are none.</summary>
    public required bool IsPassed { get; init; }

    /// <summary>The tests in their order.</summary>
    public required IReadOnlyList<FunctionTestView> Tests { get; init; }
}
