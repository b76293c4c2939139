using System.Net.Sockets;

namespace Isaa.Storage.Tests.Crashes.Faults;

/// <summary>
/// Stands between clients and a PostgreSQL server, and does to each so-many-th request, or answer to a commit, what its fault says. A PostgreSQL server
/// answers a commit with that word and a zero byte.
/// </summary>
internal sealed class CommitProxy : IAsyncDisposable
{
    private static readonly byte[] Answered = "COMMIT\0"u8.ToArray();
    private readonly string _server;
    private readonly CommitFault _fault;
    private readonly int _every;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _commits;

    /// <param name="folder">Where its own socket is made.</param>
    /// <param name="server">The server's socket.</param>
    /// <param name="fault">What it does.</param>
    /// <param name="every">To which of them.</param>
    public CommitProxy(string folder, string server, CommitFault fault, int every)
    {
        _server = server;
        _fault = fault;
        _every = every;
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, Path.GetFileName(server))));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>How often it did something.</summary>
    public int Faults { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var near = client;
        using var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        await far.ConnectAsync(new UnixDomainSocketEndPoint(_server), ended.Token);
        await Task.WhenAny(PassAsync(near, far, [], CommitFault.CutBefore, ended.Token), PassAsync(far, near, Answered, CommitFault.CutAfter, ended.Token));
        await ended.CancelAsync();
    }

    // Ends when either side does, or with the cut.
    private async Task PassAsync(Socket from, Socket to, byte[] word, CommitFault cut, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
            {
                if (buffer.AsSpan(0, count).IndexOf(word) >= 0 && (_fault == cut || _fault == CommitFault.Slow && cut == CommitFault.CutAfter) && IsChosen())
                {
                    if (_fault == cut)
                    {
                        return;
                    }

                    await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, cancellationToken);
                }

                await to.SendAsync(buffer.AsMemory(0, count), cancellationToken);
            }
        }
        catch (SocketException)
        {
            // One side is gone, and so is the other in a moment.
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private bool IsChosen()
    {
        lock (_stop)
        {
            var isChosen = ++_commits % _every == 0;
            Faults += isChosen ? 1 : 0;
            return isChosen;
        }
    }
}
