using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Store;
using Isaa.Protocol;
using Isaa.Protocol.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api;

internal static class EventEndpoints
{
    private const string Stream = "text/event-stream";

    public static void MapEvents(this IEndpointRouteBuilder app)
    {
        app.MapGet("/jobs/{id}/events", ReadOfJobAsync)
            .WithSummary("A job's events after a cursor, oldest first. With 'Accept: text/event-stream' a live stream that ends with the job unless 'untilEnd' is false")
            .Produces<EventPage>(200, "application/json", Stream);
        app.MapGet("/events", ReadAllAsync)
            .WithSummary("All events after a cursor, oldest first. With 'Accept: text/event-stream' a live stream without end")
            .Produces<EventPage>(200, "application/json", Stream);
    }

    private static async Task ReadOfJobAsync(
        HttpContext context, JobQueue queue, EventFeed feed, EventStream stream, IJobStore store, string id, string? after, bool? untilEnd, int? limit)
    {
        var job = (await JobEndpoints.FindAsync(queue, id, context.RequestAborted)).Job.Id;
        var from = ReadPlace(context, after);
        if (!WantsStream(context))
        {
            await WritePageAsync(context, store, new EventQuery { Job = job, After = from, Limit = ReadLimit(limit) });
            return;
        }

        await stream.WriteAsync(context, token => untilEnd ?? true
            ? feed.WatchJobAsync(job, from, token)
            : feed.WatchAsync(new EventQuery { Job = job, After = from }, token));
    }

    private static async Task ReadAllAsync(HttpContext context, EventFeed feed, EventStream stream, IJobStore store, string? after, int? limit)
    {
        var from = ReadPlace(context, after);
        if (!WantsStream(context))
        {
            await WritePageAsync(context, store, new EventQuery { After = from, Limit = ReadLimit(limit) });
            return;
        }

        await stream.WriteAsync(context, token => feed.WatchAsync(new EventQuery { After = from }, token));
    }

    private static async Task WritePageAsync(HttpContext context, IJobStore store, EventQuery query)
    {
        var events = await store.ReadEventsAsync(query, context.RequestAborted);
        var page = new EventPage
        {
            Events = [.. events.Select(JobViews.View)],
            Next = (events.Count > 0 ? events[^1].Cursor : query.After).ToString(),
        };
        await TypedResults.Json(page, ProtocolJson.Default.EventPage).ExecuteAsync(context);
    }

    private static int ReadLimit(int? limit) => ApiInput.ReadNumber("limit", limit, standard: 500, least: 1, most: 1000);

    // A browser that takes a stream up again sends the header; it is newer than the address it began with.
    private static EventCursor ReadPlace(HttpContext context, string? after) =>
        ApiInput.ReadCursor(context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last ? last : after);

    private static bool WantsStream(HttpContext context) =>
        context.Request.Headers.Accept.ToString().Contains(Stream, StringComparison.OrdinalIgnoreCase);
}
