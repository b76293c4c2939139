using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Isaa.Files;

namespace Isaa.Sandbox.Networking;

/// <summary>
/// The way out of one sandbox: an HTTP proxy on a Unix socket that connects to the sandbox's targets and to no other. A host's addresses are looked up once
/// and kept for the life of the sandbox; one that is not public refuses the host. Disposing it ends all connections.
/// </summary>
internal sealed class NetworkProxy : IDisposable
{
    private const int ConnectionsAtOnce = 16, MostAddresses = 4;

    private readonly SandboxNetwork _network;
    private readonly NetworkPolicy _policy;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("in-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<IPAddress[]>>> _addresses = new(StringComparer.Ordinal);
    private readonly Task _accepting;
    private int _connections;
    private long _bytes;

    private NetworkProxy(SandboxNetwork network, NetworkPolicy policy)
    {
        (_network, _policy) = (network, policy);
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder.FullName, Path.GetFileName(SandboxNetwork.SocketInside))));
        _listener.Listen(ConnectionsAtOnce);
        var folder = Workspace.Open(_folder.FullName);
        Mount = new SandboxMount(folder, Path.GetDirectoryName(SandboxNetwork.SocketInside)!, IsReadOnly: true);
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>The folder with the socket.</summary>
    public SandboxMount Mount { get; }

    /// <summary>Begins to listen.</summary>
    /// <param name="network">What the sandbox may use.</param>
    /// <param name="policy">How names become addresses.</param>
    public static NetworkProxy Start(SandboxNetwork network, NetworkPolicy policy) => new(network, policy);

    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Dispose();
        _accepting.Wait();
        Mount.Folder.Dispose();
        _folder.Delete(recursive: true);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new ConcurrentDictionary<Task, bool>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_stopping.Token);
                var serving = ServeAsync(client);
                open[serving] = true;
                _ = serving.ContinueWith(done => open.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open.Keys);
        }
    }

    /// <summary>The edge where a stranger's bytes come in: whatever they do ends this connection and nothing else.</summary>
    private async Task ServeAsync(Socket socket)
    {
        using var client = new MeteredStream(socket, Spend);
        try
        {
            if (Interlocked.Increment(ref _connections) > ConnectionsAtOnce)
            {
                throw new ProxyRefusalException(503, "There are too many connections at once");
            }

            if (await client.ReadHeadAsync(_stopping.Token) is { } head)
            {
                await ServeAsync(client, ProxyRequest.Parse(head));
            }
        }
        catch (ProxyRefusalException e)
        {
            await RefuseAsync(client, e);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side hung up, or the sandbox is being ended: so does the connection.
        }
        finally
        {
            _ = Interlocked.Decrement(ref _connections);
        }
    }

    private async Task ServeAsync(MeteredStream client, ProxyRequest request)
    {
        using var server = new MeteredStream(await ConnectAsync(request.Target), Spend);
        await (request.IsTunnel ? client : server).WriteAsync(request.IsTunnel ? "HTTP/1.1 200 Connected\r\n\r\n"u8.ToArray() : request.Head, _stopping.Token);
        var back = server.CopyToAsync(client, _stopping.Token);
        var forth = request.IsTunnel ? client.CopyToAsync(server, _stopping.Token)
            : request.BodyBytes is { } count ? client.CopyToAsync(server, count, _stopping.Token)
            : client.CopyChunksToAsync(server, _stopping.Token);
        var first = await Task.WhenAny(back, forth);
        await first; // a direction that failed ends both, one that has no more to say does not
        await (first == back ? forth : back);
    }

    private async Task<Socket> ConnectAsync(NetworkTarget target)
    {
        if (!_network.Targets.Contains(target))
        {
            throw new ProxyRefusalException(403, $"{target} is not on the list of what may be reached: {string.Join(", ", _network.Targets)}");
        }

        using var patience = new CancellationTokenSource(_policy.Patience, _policy.Time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stopping.Token);
        try
        {
            var addresses = await _addresses.GetOrAdd(target.Host, host => new(() => _policy.Resolve(host, _stopping.Token))).Value.WaitAsync(ending.Token);
            return addresses.FirstOrDefault(address => !_policy.Allows(address)) is { } refused
                ? throw new ProxyRefusalException(403, $"{target.Host} has the address {refused}, which is not on the public internet")
                : await ConnectAsync(addresses, target.Port, ending.Token);
        }
        catch (SocketException e)
        {
            throw new ProxyRefusalException(502, $"{target} was not reached: {e.SocketErrorCode}");
        }
        catch (OperationCanceledException) when (!_stopping.IsCancellationRequested)
        {
            throw new ProxyRefusalException(504, $"{target} did not answer in time");
        }
    }

    private static async Task<Socket> ConnectAsync(IPAddress[] addresses, ushort port, CancellationToken cancellationToken)
    {
        SocketException? last = null;
        foreach (var address in addresses.Take(MostAddresses))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, port, cancellationToken);
                return socket;
            }
            catch (SocketException e)
            {
                socket.Dispose();
                last = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static async Task RefuseAsync(MeteredStream client, ProxyRefusalException refusal)
    {
        try
        {
            var head = $"HTTP/1.1 {refusal.Status} {refusal.Message}\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: {refusal.Message.Length}\r\n\r\n{refusal.Message}";
            await client.WriteAsync(Encoding.Latin1.GetBytes(head), CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It did not wait for the answer.
        }
    }

    private void Spend(int count)
    {
        if (Interlocked.Add(ref _bytes, count) > _network.Bytes)
        {
            throw new IOException("The sandbox has used up the bytes it may send and receive.");
        }
    }
}
