using System.Net;
using System.Text;
using Isaa.Protocol;
using Isaa.Protocol.Client;

namespace Isaa.Server.Tests.Client;

public sealed class BrokenStreamTests
{
    private const string First = "id: 0-1\ndata: {\"cursor\":\"0-1\",\"at\":\"2026-01-01T00:00:00Z\",\"job\":\"j\",\"type\":\"job.added\"}\n\n";
    private const string Second = "id: 0-2\ndata: {\"cursor\":\"0-2\",\"at\":\"2026-01-01T00:00:00Z\",\"job\":\"j\",\"type\":\"job.completed\"}\n\n";
    private const string End = "event: end\ndata: {}\n\n";

    [Fact]
    public async Task A_stream_that_breaks_is_taken_up_again_after_the_last_event()
    {
        var handler = new ScriptedHandler(First, Second + End);
        using var client = new IsaaClient(new HttpClient(handler) { BaseAddress = new Uri("http://localhost") });
        var events = await client.WatchJobAsync("j", cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["job.added", "job.completed"], events.Select(e => e.Type));
        Assert.Equal([null, "0-1"], handler.Asked);
    }

    [Fact]
    public async Task A_server_that_stays_away_is_told_in_the_end()
    {
        var handler = new ScriptedHandler(First);
        using var client = new IsaaClient(new HttpClient(handler) { BaseAddress = new Uri("http://localhost") });
        await Assert.ThrowsAsync<IsaaUnreachableException>(async () =>
            await client.WatchJobAsync("j", cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
    }

    private sealed class ScriptedHandler(params string[] bodies) : HttpMessageHandler
    {
        public List<string?> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.Headers.TryGetValues("Last-Event-ID", out var values) ? values.Single() : null);
            return Asked.Count <= bodies.Length
                ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(bodies[Asked.Count - 1], Encoding.UTF8, "text/event-stream") })
                : throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
        }
    }
}
