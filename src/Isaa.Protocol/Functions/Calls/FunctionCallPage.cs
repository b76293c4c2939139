namespace Isaa.Protocol.Functions.Calls;

/// <summary>Some calls, newest first.</summary>
public sealed record FunctionCallPage
{
    /// <summary>The calls.</summary>
    public required IReadOnlyList<FunctionCallView> Calls { get; init; }

    /// <summary>Pass it as <c>before</c> to read on; null at the end.</summary>
    public string? Next { get; init; }
}
