using System.Text.Json;

namespace Isaa.Chains.Durable;

/// <summary>The arguments of job kind <c>chain.run</c>: one execution of a chain on one input.</summary>
public sealed record ChainRunJob
{
    /// <summary>The kind's name.</summary>
    public const string Kind = "chain.run";

    /// <summary>The chain's name; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>The chain as it was when the run was added, with the chains it names in their places and its agents bound to their versions.</summary>
    public required JsonElement Definition { get; init; }

    /// <summary>The hash of the chain as the program or the store had it under its name; a run goes on only with that one.</summary>
    public required string Hash { get; init; }

    /// <summary>The data.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>The session that every agent of the chain goes on with; null for a new one each.</summary>
    public string? Session { get; init; }

    /// <summary>The folder the chain's agents work in, as an absolute path; null for none.</summary>
    public string? Folder { get; init; }

    /// <summary>Before which it was not to begin; null for at once. The run's time counts from then.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>How many branches of one group, or items of one map, run at once.</summary>
    public int MaxParallel { get; init; } = 32;
}
