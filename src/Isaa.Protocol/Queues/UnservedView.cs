namespace Isaa.Protocol.Queues;

/// <summary>Jobs that are ready and that no living worker takes; they wait until one comes that does.</summary>
public sealed record UnservedView
{
    /// <summary>Their kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The capabilities they require.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>How many.</summary>
    public required long Count { get; init; }
}
