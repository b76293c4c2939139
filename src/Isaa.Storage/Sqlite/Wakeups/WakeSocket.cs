using System.Net.Sockets;
using Isaa.Storage.Sqlite.Engine.Locks;

namespace Isaa.Storage.Sqlite.Wakeups;

/// <summary>
/// Tells the other processes on this machine which topics changed, by datagrams in a folder beside the store that only its owner may enter.
/// A lost datagram costs a poll interval, nothing else: where sockets cannot be had, polling alone remains.
/// </summary>
internal sealed class WakeSocket : IDisposable
{
    // The system's limit for a socket's path is 104 to 108 bytes.
    private const int MaxPath = 100;
    private const byte Hello = 0x80;
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);

    private readonly string _folder;
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly Action<int> _raise;
    private readonly Lock _gate = new();
    private readonly byte[] _message = new byte[1];
    private Dictionary<string, UnixDomainSocketEndPoint> _peers = [];
    private Socket? _socket;
    private Socket? _sender;
    private bool _closed;
    private long _readAt;
    private bool _stale = true;

    /// <summary>Creates it; nothing happens before <see cref="Start"/>.</summary>
    public WakeSocket(string storePath, Guid name, TimeProvider time, Action<int> raise)
    {
        _folder = storePath + ".wake";
        _name = name.ToString("N")[^12..];
        _time = time;
        _raise = raise;
    }

    /// <summary>Listens, and makes itself known to the others.</summary>
    public void Start()
    {
        var path = Path.Combine(_folder, _name);
        if (OperatingSystem.IsWindows() || path.Length > MaxPath)
        {
            return;
        }

        lock (_gate)
        {
            if (_socket is not null || _closed)
            {
                return;
            }

            try
            {
                StoreFiles.MakeFolder(_folder);
                var socket = NewSocket();
                socket.Bind(new UnixDomainSocketEndPoint(path));
                _socket = socket;
            }
            catch (Exception e) when (e is IOException or SocketException or UnauthorizedAccessException or PlatformNotSupportedException)
            {
                return;
            }
        }

        _ = ListenAsync(_socket);
        Send(Hello);
    }

    /// <summary>Sends the topics' bits to every other process.</summary>
    public void Send(int topics)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            if (_stale || _time.GetElapsedTime(_readAt) > Refresh)
            {
                ReadPeers();
            }

            _message[0] = (byte)topics;
            foreach (var (path, peer) in _peers)
            {
                SendTo(path, peer);
            }
        }
    }

    private static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };

    public void Dispose()
    {
        lock (_gate)
        {
            _socket?.Dispose();
            if (_socket is not null)
            {
                Remove(Path.Combine(_folder, _name));
            }

            _sender?.Dispose();
            _closed = true;
        }
    }

    private void SendTo(string path, UnixDomainSocketEndPoint peer)
    {
        try
        {
            _sender ??= NewSocket();
            _sender.SendTo(_message, peer);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable)
        {
            // It has unread wake-ups already.
        }
        catch (SocketException)
        {
            // Its process is gone.
            _stale = true;
            Remove(path);
        }
    }

    private void ReadPeers()
    {
        _stale = false;
        _readAt = _time.GetTimestamp();
        var own = Path.Combine(_folder, _name);
        if (_folder.Length > MaxPath || !Directory.Exists(_folder))
        {
            return;
        }

        try
        {
            var known = _peers;
            _peers = Directory.EnumerateFileSystemEntries(_folder)
                .Where(p => p != own && p.Length <= MaxPath)
                .ToDictionary(p => p, p => known.TryGetValue(p, out var peer) ? peer : new UnixDomainSocketEndPoint(p));
        }
        catch (IOException)
        {
            _peers = [];
        }
    }

    private async Task ListenAsync(Socket socket)
    {
        var buffer = new byte[16];
        try
        {
            while (await socket.ReceiveAsync(buffer) is var count)
            {
                if (count > 0)
                {
                    Receive(buffer[0]);
                }
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // Closed.
        }
    }

    private void Receive(byte topics)
    {
        if ((topics & Hello) != 0)
        {
            lock (_gate)
            {
                _stale = true;
            }
        }

        _raise(topics & ~Hello);
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else removed it or will.
        }
    }
}
