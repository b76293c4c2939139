namespace Isaa.Protocol.Models;

/// <summary>The providers and the model used when nobody names one.</summary>
public sealed record ModelPage
{
    /// <summary>The default model; null when no provider is ready.</summary>
    public string? Default { get; init; }

    /// <summary>The model that plays the built-in demonstration.</summary>
    public required string Demonstration { get; init; }

    /// <summary>All providers.</summary>
    public required IReadOnlyList<ModelProviderView> Providers { get; init; }
}
