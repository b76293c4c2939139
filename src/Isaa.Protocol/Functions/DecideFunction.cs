namespace Isaa.Protocol.Functions;

/// <summary>A person's decision about a version of a function.</summary>
public sealed record DecideFunction
{
    /// <summary>Whether it may be called.</summary>
    public required bool IsAccepted { get; init; }

    /// <summary>The hash of what the person saw; another one in the store is refused.</summary>
    public required string Hash { get; init; }

    /// <summary>Who decides.</summary>
    public required string By { get; init; }

    /// <summary>Why; null for nothing.</summary>
    public string? Note { get; init; }
}
