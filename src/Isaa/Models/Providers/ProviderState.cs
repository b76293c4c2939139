using Isaa.Models.Keys;

namespace Isaa.Models.Providers;

/// <summary>A provider as it stands now: its definition with the address and key found, or what is missing.</summary>
internal sealed record ProviderState
{
    public required ProviderDefinition Definition { get; init; }

    public ModelKey? Key { get; init; }

    /// <summary>What is missing and how to provide it; null when a call can be tried.</summary>
    public string? Missing { get; init; }

    /// <summary>Whether somebody set it up, so that it may be used when nobody names a model.</summary>
    public bool IsDefaultCandidate => Missing is null && !Definition.IsAssumed && Definition.DefaultModel is not null;
}
