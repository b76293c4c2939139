using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Isaa.Sandbox.Running;

/// <summary>Hands TCP connections on to the proxy outside: HTTP clients know no Unix sockets.</summary>
internal static class NetworkBridge
{
    /// <summary>Begins to listen, where the process has a network.</summary>
    public static void StartIfWanted()
    {
        if (Environment.GetEnvironmentVariable("ISAA_NETWORK") is { } path && Environment.GetEnvironmentVariable("ISAA_NETWORK_PORT") is { } port)
        {
            var listener = new TcpListener(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
            listener.Start();
            _ = AcceptAsync(listener, new UnixDomainSocketEndPoint(path));
        }
    }

    private static async Task AcceptAsync(TcpListener listener, EndPoint proxy)
    {
        while (true)
        {
            _ = ServeAsync(await listener.AcceptSocketAsync(), proxy);
        }
    }

    private static async Task ServeAsync(Socket client, EndPoint proxy)
    {
        using var near = new NetworkStream(client, ownsSocket: true);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(proxy);
        using var far = new NetworkStream(socket);
        try
        {
            await Task.WhenAll(CopyAsync(near, far), CopyAsync(far, near));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // One side hung up: the other is told by the end of its stream.
        }
    }

    private static async Task CopyAsync(NetworkStream source, NetworkStream target)
    {
        await source.CopyToAsync(target);
        target.Socket.Shutdown(SocketShutdown.Send);
    }
}
