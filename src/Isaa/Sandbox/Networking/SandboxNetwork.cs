using System.ComponentModel.DataAnnotations;

namespace Isaa.Sandbox.Networking;

/// <summary>
/// What of the network a sandboxed program may use. It has no network of its own: at <see cref="SocketInside"/> stands a Unix socket behind which an HTTP proxy
/// outside of the sandbox connects to these targets and to no other.
/// </summary>
public sealed record SandboxNetwork
{
    /// <summary>Where the program finds the proxy.</summary>
    public const string SocketInside = "/network/proxy";

    /// <summary>The targets.</summary>
    public required IReadOnlyList<NetworkTarget> Targets { get; init; }

    /// <summary>How many bytes may go both ways together. Default 16 MiB.</summary>
    [Range(1_024, 64L << 30)]
    public long Bytes { get; init; } = 16L << 20;

    /// <summary>
    /// The loopback port on which the program itself will hand connections on to the proxy, for clients that know TCP only; null when it uses the Unix socket
    /// alone. Without it no internet socket can be made.
    /// </summary>
    public ushort? BridgePort { get; init; }
}
