namespace Isaa.Protocol.Functions;

/// <summary>Some functions, or versions of one.</summary>
public sealed record FunctionPage
{
    /// <summary>The functions.</summary>
    public required IReadOnlyList<FunctionView> Functions { get; init; }

    /// <summary>Pass it as <c>after</c> to read on; null at the end.</summary>
    public string? Next { get; init; }
}
