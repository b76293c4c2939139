using Isaa.Models.Keys;

namespace Isaa.Models.Providers;

/// <summary>How a provider is reached. Its text form holds no key.</summary>
public sealed record ModelConnection
{
    /// <summary>The provider's name.</summary>
    public required string Provider { get; init; }

    /// <summary>The base address.</summary>
    public required Uri Address { get; init; }

    /// <summary>The key; null when none is sent.</summary>
    public ModelKey? Key { get; init; }

    /// <summary>How long one try may take.</summary>
    public required TimeSpan CallTimeout { get; init; }

    /// <summary>How long the service may stay silent.</summary>
    public required TimeSpan SilenceTimeout { get; init; }
}
