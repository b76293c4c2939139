using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Isaa.Jobs.Events;
using Isaa.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Isaa.Server.Api;

/// <summary>Writes events as server-sent events: the cursor as id, the event as data, a comment now and then so that a dead connection is noticed.</summary>
/// <param name="lifetime">Ends all streams when the server stops.</param>
/// <param name="time">Times the comments.</param>
internal sealed class EventStream(IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>How long a stream may be silent.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private const int FlushAt = 16 * 1024;

    /// <summary>Writes the events as they come. An "end" frame tells a finished stream from a broken one.</summary>
    /// <param name="context">The request to answer.</param>
    /// <param name="watch">Yields the events until its token ends.</param>
    public async Task WriteAsync(HttpContext context, Func<CancellationToken, IAsyncEnumerable<JobEvent>> watch)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        context.Response.ContentType = "text/event-stream";
        await context.Response.StartAsync(ended.Token);
        var writer = context.Response.BodyWriter;
        try
        {
            await using var source = watch(ended.Token).GetAsyncEnumerator(ended.Token);
            while (await NextAsync(writer, source, ended))
            {
                Write(writer, source.Current);
                if (writer.UnflushedBytes > FlushAt)
                {
                    await writer.FlushAsync(ended.Token);
                }
            }

            writer.Write("event: end\ndata: {}\n\n"u8);
            await writer.FlushAsync(ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The reader has gone or the server stops; the reader goes on from its last cursor.
        }
    }

    private async Task<bool> NextAsync(PipeWriter writer, IAsyncEnumerator<JobEvent> source, CancellationTokenSource ended)
    {
        var next = source.MoveNextAsync();
        if (next.IsCompleted)
        {
            return await next;
        }

        var pending = next.AsTask();
        try
        {
            await writer.FlushAsync(ended.Token);
            while (!await EndsWithinAsync(pending, ended.Token))
            {
                writer.Write(": still here\n\n"u8);
                await writer.FlushAsync(ended.Token);
            }
        }
        catch
        {
            // The source may only be disposed of when its step has ended.
            await ended.CancelAsync();
            await pending.ContinueWith(static _ => { }, TaskScheduler.Default);
            throw;
        }

        return await pending;
    }

    private async Task<bool> EndsWithinAsync(Task pending, CancellationToken cancellationToken)
    {
        using var quiet = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(pending, Task.Delay(Silence, time, quiet.Token));
        await quiet.CancelAsync();
        return first == pending;
    }

    private static void Write(PipeWriter writer, JobEvent entry)
    {
        writer.Write("id: "u8);
        writer.Write(Encoding.ASCII.GetBytes(entry.Cursor.ToString()));
        writer.Write("\ndata: "u8);
        writer.Write(JsonSerializer.SerializeToUtf8Bytes(JobViews.View(entry), ProtocolJson.Default.EventView));
        writer.Write("\n\n"u8);
    }
}
