using Isaa.Models.Limits;

namespace Isaa.Models.Providers;

/// <summary>A service that offers models.</summary>
public sealed record ProviderDefinition
{
    /// <summary>The part of a model's name before the first slash.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of API it speaks: the <see cref="IModelProvider.Kind"/> that serves it.</summary>
    public required string Kind { get; init; }

    /// <summary>The base address.</summary>
    public required Uri Address { get; init; }

    /// <summary>The environment variable that replaces the address; null for none.</summary>
    public string? AddressVariable { get; init; }

    /// <summary>Set when the address variable may name a host alone: the port it then gets; the path becomes <c>/v1</c>. Default: null.</summary>
    public int? HostPort { get; init; }

    /// <summary>The variable, of the environment or the secrets file, that holds the key; null when no key is needed.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>The model used when nobody names one; null for none.</summary>
    public string? DefaultModel { get; init; }

    /// <summary>True when its models cost nothing. Default: false.</summary>
    public bool IsFree { get; init; }

    /// <summary>True when nobody said that the service is there: it can be named, and is never the default. Default: false.</summary>
    public bool IsAssumed { get; init; }

    /// <summary>True when a key may be sent unencrypted to another machine. Default: false.</summary>
    public bool AllowsPlainHttp { get; init; }

    /// <summary>What is known of its models, by their name at the service.</summary>
    public IReadOnlyDictionary<string, ModelLimits> Models { get; init; } = new Dictionary<string, ModelLimits>();
}
