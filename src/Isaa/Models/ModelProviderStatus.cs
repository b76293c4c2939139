namespace Isaa.Models;

/// <summary>Whether a provider's models can be called.</summary>
public sealed record ModelProviderStatus
{
    /// <summary>The part of a model's name before the first slash, for example <c>openai</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>True when a call can be tried.</summary>
    public required bool IsReady { get; init; }

    /// <summary>What it is, or what is missing and how to provide it; never a key.</summary>
    public required string Note { get; init; }

    /// <summary>Names of models that are known; others may work too.</summary>
    public IReadOnlyList<string> KnownModels { get; init; } = [];
}
