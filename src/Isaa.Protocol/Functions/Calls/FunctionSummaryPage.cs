namespace Isaa.Protocol.Functions.Calls;

/// <summary>What calls came to, per function.</summary>
public sealed record FunctionSummaryPage
{
    /// <summary>The functions by name.</summary>
    public required IReadOnlyList<FunctionSummaryView> Functions { get; init; }
}
