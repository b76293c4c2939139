namespace Isaa.Protocol.Chains;

/// <summary>Why a run of a chain failed.</summary>
public sealed record ChainFailure
{
    /// <summary>A stable code in lower snake case.</summary>
    public required string Code { get; init; }

    /// <summary>What was wrong, where, and what would be right.</summary>
    public required string Message { get; init; }

    /// <summary>The place of the node that failed; null when it was none.</summary>
    public string? Path { get; init; }

    /// <summary>The name of the node that failed; null when it was none.</summary>
    public string? Node { get; init; }
}
