using System.Net.Http.Headers;
using Isaa.Protocol.Jobs;

namespace Isaa.Server.Tests.Api;

public sealed class EventStreamTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_ends_with_the_job_and_holds_what_the_log_holds()
    {
        await using var server = await TestServer.StartAsync(o => o with { RunsWorker = true });
        var id = (await server.AddAsync()).ToString();
        var live = await server.Owner.WatchJobAsync(id, cancellationToken: Token).ToListAsync(Token);
        var kept = await server.Owner.ListEventsAsync(id, cancellationToken: Token);
        Assert.Equal("job.completed", live[^1].Type);
        Assert.Equal(kept.Events.Select(e => (e.Cursor, e.Type)), live.Select(e => (e.Cursor, e.Type)));
        Assert.Equal(kept.Next, live[^1].Cursor);
    }

    [Fact]
    public async Task Events_come_while_the_job_still_runs()
    {
        await using var server = await TestServer.StartAsync(o => o with { RunsWorker = true });
        var id = (await server.AddAsync("wait")).ToString();
        var types = new List<string>();
        await foreach (var entry in server.Owner.WatchJobAsync(id, cancellationToken: Token))
        {
            types.Add(entry.Type);
            if (entry.Type == "job.active")
            {
                await server.Owner.CancelJobAsync(id, "enough", Token);
            }
        }

        Assert.Equal("job.cancelled", types[^1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stream_that_is_taken_up_again_gives_only_what_follows(bool byHeader)
    {
        await using var server = await TestServer.StartAsync(o => o with { RunsWorker = true });
        var id = await server.AddAsync();
        await server.Queue.WaitAsync(id, Token);
        var all = (await server.Owner.ListEventsAsync(id.ToString(), cancellationToken: Token)).Events;
        Assert.True(all.Count >= 3);
        var text = await ReadAsync(server, byHeader ? $"jobs/{id}/events?after=0-0" : $"jobs/{id}/events?after={all[0].Cursor}", byHeader ? all[0].Cursor : null);
        var ids = text.Split('\n').Where(l => l.StartsWith("id: ", StringComparison.Ordinal)).Select(l => l[4..]);
        Assert.Equal(all.Skip(1).Select(e => e.Cursor), ids);
        Assert.EndsWith("event: end\ndata: {}\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_events_join_without_gap_or_overlap()
    {
        await using var server = await TestServer.StartAsync(o => o with { RunsWorker = true });
        var id = await server.AddAsync();
        await server.Queue.WaitAsync(id, Token);
        var all = (await server.Owner.ListEventsAsync(id.ToString(), cancellationToken: Token)).Events;
        var paged = new List<EventView>();
        string? after = null;
        while (await server.Owner.ListEventsAsync(id.ToString(), after, limit: 1, Token) is { Events.Count: > 0 } page)
        {
            paged.AddRange(page.Events);
            after = page.Next;
        }

        Assert.Equal(all.Select(e => e.Cursor), paged.Select(e => e.Cursor));
    }

    [Fact]
    public async Task A_stopping_server_ends_its_streams()
    {
        var server = await TestServer.StartAsync();
        var id = await server.AddAsync();
        using var request = Ask($"jobs/{id}/events?untilEnd=false", null);
        using var response = await server.Keyed.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        await using var stream = await response.Content.ReadAsStreamAsync(Token);
        await stream.ReadExactlyAsync(new byte[4], Token);
        await server.Server.DisposeAsync();
        using var reader = new StreamReader(stream);
        Assert.DoesNotContain("event: end", await reader.ReadToEndAsync(Token), StringComparison.Ordinal);
        await server.DisposeAsync();
    }

    private static async Task<string> ReadAsync(TestServer server, string path, string? lastEventId)
    {
        using var request = Ask(path, lastEventId);
        using var response = await server.Keyed.SendAsync(request, Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsStringAsync(Token);
    }

    private static HttpRequestMessage Ask(string path, string? lastEventId)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/" + path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        return request;
    }
}
