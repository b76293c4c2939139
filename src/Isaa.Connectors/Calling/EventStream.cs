using System.Buffers;
using System.IO.Pipelines;
using Isaa.Models;

namespace Isaa.Connectors.Calling;

/// <summary>
/// Reads server-sent events and gives the data of each. Every byte that arrives counts as a sign of life, comments included. The memory of
/// one event is valid until the next.
/// </summary>
internal static class EventStream
{
    private const int MaxLineBytes = 16 * 1024 * 1024;

    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream stream, Patience patience)
    {
        var pipe = PipeReader.Create(stream);
        var data = new ArrayBufferWriter<byte>();
        try
        {
            while (true)
            {
                var result = await pipe.ReadAsync(patience.Token);
                patience.Renew();
                var buffer = result.Buffer;
                while (TryReadLine(ref buffer, result.IsCompleted, out var line))
                {
                    if (line.IsEmpty && data.WrittenCount > 0)
                    {
                        yield return data.WrittenMemory;
                        data.ResetWrittenCount();
                    }
                    else
                    {
                        AddData(line, data);
                    }
                }

                if (buffer.Length > MaxLineBytes || data.WrittenCount > MaxLineBytes)
                {
                    throw new ModelException("model_bad_answer", $"One part of the answer is longer than {MaxLineBytes} bytes.", isTransient: false);
                }

                pipe.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                {
                    break;
                }
            }

            if (data.WrittenCount > 0)
            {
                yield return data.WrittenMemory;
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (reader.TryReadTo(out line, (byte)'\n'))
        {
            buffer = reader.UnreadSequence;
            line = WithoutReturn(line);
            return true;
        }

        line = WithoutReturn(buffer);
        if (!isLast || buffer.IsEmpty)
        {
            return false;
        }

        buffer = buffer.Slice(buffer.End);
        return true;
    }

    private static ReadOnlySequence<byte> WithoutReturn(ReadOnlySequence<byte> line) =>
        !line.IsEmpty && line.Slice(line.Length - 1).FirstSpan[0] == '\r' ? line.Slice(0, line.Length - 1) : line;

    private static void AddData(ReadOnlySequence<byte> line, ArrayBufferWriter<byte> data)
    {
        var reader = new SequenceReader<byte>(line);
        if (!reader.IsNext("data:"u8, advancePast: true))
        {
            return;
        }

        reader.IsNext((byte)' ', advancePast: true);
        if (data.WrittenCount > 0)
        {
            data.Write("\n"u8);
        }

        foreach (var part in reader.UnreadSequence)
        {
            data.Write(part.Span);
        }
    }
}
