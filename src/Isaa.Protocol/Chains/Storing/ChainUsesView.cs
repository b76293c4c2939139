namespace Isaa.Protocol.Chains.Storing;

/// <summary>What a chain works with, by name; what the chains use that it names is not counted.</summary>
public sealed record ChainUsesView
{
    /// <summary>Its agents and the agents that format.</summary>
    public required IReadOnlyList<string> Agents { get; init; }

    /// <summary>Its tools.</summary>
    public required IReadOnlyList<string> Tools { get; init; }

    /// <summary>Its functions, those that decide conditions among them.</summary>
    public required IReadOnlyList<string> Functions { get; init; }

    /// <summary>The chains it names.</summary>
    public required IReadOnlyList<string> Chains { get; init; }

    /// <summary>How many nodes it has that do something themselves.</summary>
    public required int Steps { get; init; }
}
