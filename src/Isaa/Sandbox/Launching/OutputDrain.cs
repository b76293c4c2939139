using System.Globalization;
using System.Text;

namespace Isaa.Sandbox.Launching;

/// <summary>Reads a stream to its end so that its writer never blocks, and keeps the first and the last bytes.</summary>
internal sealed class OutputDrain(int keptBytes, bool hasMark = false)
{
    /// <summary>What the shell inside the sandbox writes to its standard error right before it becomes the program.</summary>
    public const string StartMark = "\u0001isaa-sandbox-started\n";

    private readonly byte[] _head = new byte[keptBytes - keptBytes / 2];
    private readonly byte[] _tail = new byte[keptBytes / 2];
    private int _headLength;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _total;

    /// <summary>How many bytes came so far.</summary>
    public long TotalBytes => Interlocked.Read(ref _total);

    /// <summary>Ends when the start mark was read, or when the stream has ended without one.</summary>
    public Task Started => _started.Task;

    public async Task ReadAsync(Stream stream)
    {
        var buffer = new byte[32 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, CancellationToken.None)) > 0;)
        {
            Keep(buffer.AsSpan(0, read));
            if (!_started.Task.IsCompleted && Preamble is not null)
            {
                _started.SetResult();
            }
        }

        _ = _started.TrySetResult();
    }

    /// <summary>What the launcher itself wrote before the program was reached; null when it was not.</summary>
    public string? Preamble => _headLength > 0 && StartOfProgram() is > 0 and var start ? Encoding.UTF8.GetString(_head.AsSpan(0, start)) : null;

    /// <summary>What was kept of the program's own output.</summary>
    public SandboxOutput ToOutput()
    {
        var start = StartOfProgram();
        var head = _head.AsSpan(start, _headLength - start);
        var total = TotalBytes - start;
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

    /// <summary>The first byte after the first start mark; 0 when there is none.</summary>
    private int StartOfProgram()
    {
        var mark = Encoding.UTF8.GetBytes(StartMark);
        var at = hasMark ? _head.AsSpan(0, _headLength).IndexOf(mark) : -1;
        return at < 0 ? 0 : at + mark.Length;
    }

    /// <summary>Takes the next bytes of the stream.</summary>
    public void Keep(ReadOnlySpan<byte> bytes)
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
