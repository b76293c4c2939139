using System.Net.Sockets;
using System.Text;

namespace Isaa.Sandbox.Networking;

/// <summary>One side of a connection through the proxy; what it reads counts. For one reader and one writer.</summary>
/// <param name="socket">The connected socket; disposed with this.</param>
/// <param name="spend">Counts bytes, and throws when there were too many.</param>
internal sealed class MeteredStream(Socket socket, Action<int> spend) : IDisposable
{
    private const int LongestLine = 256;
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _from, _to;

    /// <summary>Reads up to an empty line; null when the other side says nothing at all.</summary>
    public async Task<string?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = _buffer.AsSpan(_from, _to - _from).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var text = Encoding.Latin1.GetString(_buffer, _from, end);
                _from += end + 4;
                return text;
            }

            if (_to == _buffer.Length)
            {
                throw new ProxyRefusalException(431, "The head of the request is too long");
            }

            if (await FillAsync(cancellationToken) == 0)
            {
                return _to == _from ? null : throw new ProxyRefusalException(400, "The request ended within its head");
            }
        }
    }

    /// <summary>Passes everything on until the other side has no more.</summary>
    public async Task CopyToAsync(MeteredStream target, CancellationToken cancellationToken)
    {
        do
        {
            await target.WriteAsync(Take(_to - _from), cancellationToken);
        }
        while (await FillAsync(cancellationToken) > 0);
        target.EndWriting();
    }

    /// <summary>Passes so many bytes on.</summary>
    public async Task CopyToAsync(MeteredStream target, long count, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            if (_from == _to && await FillAsync(cancellationToken) == 0)
            {
                throw new IOException("The body ended early.");
            }

            var part = Take((int)Math.Min(count, _to - _from));
            await target.WriteAsync(part, cancellationToken);
            count -= part.Length;
        }
    }

    /// <summary>Passes a body of chunks on, to its end and no further.</summary>
    public async Task CopyChunksToAsync(MeteredStream target, CancellationToken cancellationToken)
    {
        long size;
        do
        {
            var line = await ReadLineAsync(cancellationToken);
            var digits = line.Split(';')[0].Trim();
            if (!long.TryParse(digits, System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out size) || size < 0)
            {
                throw new IOException("A chunk has no size.");
            }

            await target.WriteAsync(Encoding.Latin1.GetBytes($"{size:x}\r\n"), cancellationToken);
            await CopyToAsync(target, size, cancellationToken);
            if (size > 0 && (await ReadLineAsync(cancellationToken)).Length > 0)
            {
                throw new IOException("A chunk is longer than it says.");
            }

            await target.WriteAsync("\r\n"u8.ToArray(), cancellationToken); // after the last chunk, in place of the trailers
        }
        while (size > 0);
    }

    /// <summary>Writes bytes.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => _stream.WriteAsync(bytes, cancellationToken);

    public void Dispose() => _stream.Dispose();

    private void EndWriting()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The other side is gone already.
        }
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = _buffer.AsSpan(_from, _to - _from).IndexOf("\r\n"u8);
            if (end >= 0)
            {
                return Encoding.Latin1.GetString(Take(end + 2).Span[..end]);
            }

            if (_to - _from > LongestLine || await FillAsync(cancellationToken) == 0)
            {
                throw new IOException("A chunk's line has no end.");
            }
        }
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        var taken = _buffer.AsMemory(_from, count);
        _from += count;
        return taken;
    }

    private async Task<int> FillAsync(CancellationToken cancellationToken)
    {
        if (_from == _to)
        {
            (_from, _to) = (0, 0);
        }
        else if (_to == _buffer.Length)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            (_from, _to) = (0, _to - _from);
        }

        var count = await _stream.ReadAsync(_buffer.AsMemory(_to), cancellationToken);
        spend(count);
        _to += count;
        return count;
    }
}
