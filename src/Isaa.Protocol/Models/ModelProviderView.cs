namespace Isaa.Protocol.Models;

/// <summary>Whether a provider's models can be called.</summary>
public sealed record ModelProviderView
{
    /// <summary>The part of a model's name before the first slash.</summary>
    public required string Provider { get; init; }

    /// <summary>True when a call can be tried.</summary>
    public required bool IsReady { get; init; }

    /// <summary>What it is, or what is missing and how to provide it.</summary>
    public required string Note { get; init; }

    /// <summary>Names of known models; others may work too.</summary>
    public required IReadOnlyList<string> KnownModels { get; init; }
}
