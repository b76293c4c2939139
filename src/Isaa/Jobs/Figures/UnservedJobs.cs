namespace Isaa.Jobs.Figures;

/// <summary>Jobs that are ready and that no living worker takes: none has a handler for their kind, serves their queue and declares what they require.</summary>
public sealed record UnservedJobs
{
    /// <summary>Whose jobs.</summary>
    public required string Tenant { get; init; }

    /// <summary>Their queue.</summary>
    public required string Queue { get; init; }

    /// <summary>Their kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The capabilities they require.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>How many; at least 1.</summary>
    public required long Count { get; init; }
}
