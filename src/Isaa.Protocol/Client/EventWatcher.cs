using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Isaa.Protocol.Jobs;

namespace Isaa.Protocol.Client;

/// <summary>Reads a stream of events and takes it up again where it broke.</summary>
internal sealed class EventWatcher(ApiTransport transport, TimeProvider time)
{
    /// <summary>The name of the frame with which the server says that nothing follows.</summary>
    public const string End = "end";

    private const int Tries = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    public async IAsyncEnumerable<EventView> WatchAsync(string path, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var failures = 0;
        while (true)
        {
            var frames = ReadAsync(path, after, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (frames)
            {
                while (await NextAsync(frames, ++failures, cancellationToken))
                {
                    var frame = frames.Current;
                    if (frame.EventType == End)
                    {
                        yield break;
                    }

                    failures = 0;
                    after = frame.Data.Cursor;
                    yield return frame.Data;
                }
            }

            await Task.Delay(FirstPause * failures, time, cancellationToken);
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<SseItem<EventView>> frames, int failures, CancellationToken cancellationToken)
    {
        try
        {
            return await frames.MoveNextAsync();
        }
        catch (Exception e) when (e is IOException or HttpRequestException or IsaaUnreachableException && !cancellationToken.IsCancellationRequested)
        {
            return failures < Tries
                ? false
                : throw new IsaaUnreachableException("The server's event stream broke and could not be taken up again.", e);
        }
    }

    private async IAsyncEnumerable<SseItem<EventView>> ReadAsync(string path, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await transport.OpenStreamAsync(path, after, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var parser = SseParser.Create(stream, static (type, data) => type == End ? Ended : Parse(data));
        await foreach (var frame in parser.EnumerateAsync(cancellationToken))
        {
            yield return frame;
        }
    }

    private static EventView Ended { get; } = new() { Cursor = "", At = default, Job = "", Type = End };

    private static EventView Parse(ReadOnlySpan<byte> data) =>
        JsonSerializer.Deserialize(data, ProtocolJson.Default.EventView) ?? throw new IsaaUnreachableException("The server sent an event that cannot be read.");
}
