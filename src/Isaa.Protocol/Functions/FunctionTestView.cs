namespace Isaa.Protocol.Functions;

/// <summary>What came of one test of a function.</summary>
public sealed record FunctionTestView
{
    /// <summary>The test's name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it passed.</summary>
    public required bool IsPassed { get; init; }

    /// <summary>How the call ended instead; empty when it passed.</summary>
    public required string Message { get; init; }

    /// <summary>How long it took in milliseconds.</summary>
    public required double Milliseconds { get; init; }
}
