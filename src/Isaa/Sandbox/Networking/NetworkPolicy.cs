using System.Net;

namespace Isaa.Sandbox.Networking;

/// <summary>How names become addresses, and which addresses may be connected to. Replaced only in tests.</summary>
internal sealed record NetworkPolicy
{
    /// <summary>The system's resolver; the public internet alone.</summary>
    public static NetworkPolicy Public { get; } = new();

    /// <summary>The addresses of a host.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = static (host, cancellationToken) => Dns.GetHostAddressesAsync(host, cancellationToken);

    /// <summary>Whether an address may be connected to.</summary>
    public Func<IPAddress, bool> Allows { get; init; } = PublicAddresses.Contain;

    /// <summary>How long resolving and connecting may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
