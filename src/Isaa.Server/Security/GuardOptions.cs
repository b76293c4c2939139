namespace Isaa.Server.Security;

/// <summary>What the guard lets in.</summary>
internal sealed record GuardOptions
{
    /// <summary>The key; null when nobody may come in over the network.</summary>
    public ApiKey? Key { get; init; }

    /// <summary>Where the key is, for the message to one who has none.</summary>
    public required string KeyFile { get; init; }

    /// <summary>Host names beside the loopback ones.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];
}
