using System.Globalization;
using Isaa.Sandbox.Networking;

namespace Isaa.Functions.Languages;

/// <summary>The network of a function as its worker is started with it.</summary>
internal static class WorkerNetwork
{
    /// <summary>Where programs that know TCP only find the proxy.</summary>
    public const ushort BridgePort = 3128;

    /// <summary>What the function may use; null for nothing.</summary>
    /// <param name="definition">The function.</param>
    /// <param name="hasBridge">Whether the language's clients know TCP only.</param>
    public static SandboxNetwork? For(FunctionDefinition definition, bool hasBridge) => definition.Network.Count == 0 ? null : new SandboxNetwork
    {
        Targets = [.. definition.Network.Select(static text => NetworkTarget.TryParse(text, out var target) ? target : null).OfType<NetworkTarget>()],
        Bytes = definition.Limits.NetworkBytes,
        BridgePort = hasBridge ? BridgePort : null,
    };

    /// <summary>Tells the runner where the socket is, and HTTP clients where the proxy is.</summary>
    public static IReadOnlyDictionary<string, string> Environment(SandboxNetwork? network)
    {
        if (network is null)
        {
            return new Dictionary<string, string>();
        }

        var all = new Dictionary<string, string> { ["ISAA_NETWORK"] = SandboxNetwork.SocketInside };
        if (network.BridgePort is { } port)
        {
            var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
            foreach (var name in (string[])["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"])
            {
                all[name] = address;
            }

            all["ISAA_NETWORK_PORT"] = port.ToString(CultureInfo.InvariantCulture);
            all["DOTNET_SYSTEM_NET_DISABLEIPV6"] = "1"; // sockets of that family cannot be made
        }

        return all;
    }

    /// <summary>What tells workers with different networks apart.</summary>
    public static string KeyOf(SandboxNetwork? network) => network is null ? "" : string.Create(CultureInfo.InvariantCulture, $" n{network.Bytes} {string.Join(',', network.Targets)}");
}
