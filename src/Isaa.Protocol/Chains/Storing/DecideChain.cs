namespace Isaa.Protocol.Chains.Storing;

/// <summary>A person's decision about a version of a chain.</summary>
public sealed record DecideChain
{
    /// <summary>The version's hash as the person saw it; the decision counts for nothing else.</summary>
    public required string Hash { get; init; }

    /// <summary>Whether it may run.</summary>
    public required bool Accept { get; init; }

    /// <summary>Who decides.</summary>
    public required string By { get; init; }

    /// <summary>Why; null for no words.</summary>
    public string? Note { get; init; }
}
