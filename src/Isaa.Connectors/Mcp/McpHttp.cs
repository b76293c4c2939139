using System.Net;
using System.Net.Sockets;
using Isaa.Agents.Settings.Tools;
using Isaa.Diagnostics;
using Isaa.Sandbox.Networking;

namespace Isaa.Connectors.Mcp;

/// <summary>Makes the HTTP client for one server: it connects to the addresses that the definition allows and to no others, whatever names resolve to.</summary>
internal static class McpHttp
{
    public static HttpClient Create(AgentMcpServer server, Uri address, McpOptions options)
    {
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false, // a proxy would resolve the name itself
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ConnectTimeout = options.ConnectTimeout,
            ConnectCallback = async (context, cancellationToken) => await ConnectAsync(server, address, context.DnsEndPoint, options, cancellationToken),
        };
        return new HttpClient(new McpGuard(server.Name, address, options.AnswerBytes) { InnerHandler = sockets }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private static async Task<Stream> ConnectAsync(AgentMcpServer server, Uri address, DnsEndPoint target, McpOptions options, CancellationToken cancellationToken)
    {
        var found = IPAddress.TryParse(target.Host, out var literal) ? [literal] : await options.Resolve(target.Host, cancellationToken);
        if (found.FirstOrDefault(one => !IsAllowed(server, address, one)) is { } refused)
        {
            throw new IsaaException(
                "mcp_unavailable",
                $"'{target.Host}' of server '{server.Name}' has the address {refused}, which is not on the public internet. If the server is meant to stand there, put `private: true` into its part of the agent's definition.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(found, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // A definition that names this machine means it; a name that merely resolves to it does not.
    private static bool IsAllowed(AgentMcpServer server, Uri address, IPAddress found) =>
        server.IsPrivate || PublicAddresses.Contain(found) || (address.IsLoopback && IPAddress.IsLoopback(found));
}
