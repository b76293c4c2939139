using System.Globalization;
using System.Text;

namespace Isaa.Sandbox.Launching;

/// <summary>Reads a stream to its end so that its writer never blocks, and keeps the first and the last bytes.</summary>
internal sealed class OutputDrain(int keptBytes)
{
    /// <summary>What the shell inside the sandbox writes to its standard error right before it becomes the program.</summary>
    public const string StartMark = "\u0001isaa-sandbox-started\n";

    private readonly byte[] _head = new byte[keptBytes - keptBytes / 2];
    private readonly byte[] _tail = new byte[keptBytes / 2];
    private int _headLength;
    private long _total;

    /// <summary>How many bytes came so far.</summary>
    public long TotalBytes => Interlocked.Read(ref _total);

    public async Task ReadAsync(Stream stream)
    {
        var buffer = new byte[32 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, CancellationToken.None)) > 0;)
        {
            Keep(buffer.AsSpan(0, read));
        }
    }

    /// <summary>What was kept; a start mark at the beginning is left out and reported.</summary>
    public SandboxOutput ToOutput(out bool started)
    {
        var mark = Encoding.UTF8.GetBytes(StartMark);
        ReadOnlySpan<byte> head = _head.AsSpan(0, _headLength);
        started = head.StartsWith(mark);
        head = started ? head[mark.Length..] : head;
        var total = TotalBytes - (started ? mark.Length : 0);
        var afterHead = TotalBytes - _headLength;
        var kept = (int)Math.Min(afterHead, _tail.Length);
        var cut = afterHead - kept;
        var text = cut == 0
            ? Encoding.UTF8.GetString([.. head, .. Tail(kept)])
            : Encoding.UTF8.GetString(head)
                + string.Create(CultureInfo.InvariantCulture, $"\n[… {cut:N0} of {total:N0} bytes left out here …]\n")
                + Encoding.UTF8.GetString(Tail(kept));
        return new SandboxOutput { Text = text, TotalBytes = total, CutBytes = cut };
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var toHead = Math.Min(bytes.Length, _head.Length - _headLength);
        bytes[..toHead].CopyTo(_head.AsSpan(_headLength));
        _headLength += toHead;
        var rest = bytes[toHead..];
        var position = TotalBytes + toHead - _headLength;
        if (rest.Length > _tail.Length)
        {
            position += rest.Length - _tail.Length;
            rest = rest[^_tail.Length..];
        }

        foreach (var b in rest)
        {
            _tail[position++ % _tail.Length] = b;
        }

        _ = Interlocked.Add(ref _total, bytes.Length);
    }

    private byte[] Tail(int kept)
    {
        var tail = new byte[kept];
        var end = TotalBytes - _headLength;
        for (var i = 0; i < kept; i++)
        {
            tail[i] = _tail[(end - kept + i) % _tail.Length];
        }

        return tail;
    }
}
