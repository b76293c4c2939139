namespace Isaa.Connectors.Mcp;

/// <summary>Reads what a server sends, but of one answer never more than agreed. In a stream of events each event is one.</summary>
/// <param name="inner">What the server sends; disposed with this.</param>
/// <param name="limit">The most bytes of one answer.</param>
/// <param name="isEvents">Whether it is a stream of events, which end with an empty line.</param>
internal sealed class BoundedStream(Stream inner, int limit, bool isEvents) : Stream
{
    private long _count;
    private bool _isLineEmpty;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Count(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Count(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Count(ReadOnlySpan<byte> read)
    {
        var rest = read;
        while (isEvents && rest.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var isEmpty = end == 0 || (end == 1 && rest[0] == (byte)'\r');
            _count = isEmpty && _isLineEmpty ? 0 : _count + end + 1;
            Check();
            _isLineEmpty = true;
            rest = rest[(end + 1)..];
        }

        _count += rest.Length;
        _isLineEmpty = _isLineEmpty && (rest.IsEmpty || (rest.Length == 1 && rest[0] == (byte)'\r'));
        Check();
    }

    private void Check()
    {
        if (_count > limit)
        {
            throw new IOException($"The answer is longer than {limit} bytes, more than is taken.");
        }
    }
}
