using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Isaa.Models;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Connectors.OpenAI;

public sealed class FailureTests : StubTest
{
    [Theory]
    [InlineData(400, """{"error":{"message":"no such field"}}""", "model_rejected", false)]
    [InlineData(400, """{"error":{"message":"x","code":"context_length_exceeded"}}""", "model_context_exceeded", false)]
    [InlineData(400, """{"detail":"the prompt is too long: 9 tokens"}""", "model_context_exceeded", false)]
    [InlineData(401, "", "model_auth", false)]
    [InlineData(402, """{"error":{"message":"no credits"}}""", "model_rejected", false)]
    [InlineData(403, """{"error":"forbidden"}""", "model_auth", false)]
    [InlineData(404, """{"error":{"message":"no such model"}}""", "model_rejected", false)]
    [InlineData(408, "", "model_timeout", true)]
    [InlineData(409, "", "model_unavailable", true)]
    [InlineData(429, "<h1>busy</h1>", "model_rate_limited", true)]
    [InlineData(429, """{"error":{"message":"pay","code":"insufficient_quota"}}""", "model_rejected", false)]
    [InlineData(500, "", "model_unavailable", true)]
    [InlineData(503, "not json", "model_unavailable", true)]
    [InlineData(302, "", "model_bad_answer", false)]
    [InlineData(307, "", "model_bad_answer", false)]
    public async Task Each_status_has_its_code(int status, string body, string code, bool isTransient)
    {
        Service.Answer(status, body);

        var failure = await FailAsync();

        Assert.Equal((code, isTransient), (failure.Code, failure.IsTransient));
        Assert.DoesNotContain('<', failure.Message);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed_for_the_key_would_go_elsewhere(int status)
    {
        await using var elsewhere = new StubService();
        Service.Answer(status, "", $"Location: {elsewhere.Address}/chat/completions\r\n", "text/event-stream");

        await FailAsync();

        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData("Retry-After: 12\r\n", 12)]
    [InlineData("Retry-After: 0.5\r\n", 0.5)]
    [InlineData("retry-after-ms: 250\r\nRetry-After: 9\r\n", 0.25)]
    [InlineData("Retry-After: -3\r\n", 0)]
    [InlineData("Retry-After: 99999999999999\r\n", 86400)]
    public async Task The_wait_asked_for_is_read_in_every_form(string header, double seconds)
    {
        Service.Answer(429, "", header);

        Assert.Equal(TimeSpan.FromSeconds(seconds), (await FailAsync()).RetryAfter);
    }

    [Fact]
    public async Task The_wait_may_be_a_date()
    {
        var date = Time.GetUtcNow().AddSeconds(40).ToString("R", CultureInfo.InvariantCulture);
        Service.Answer(503, "", $"Retry-After: {date}\r\n");

        Assert.Equal(TimeSpan.FromSeconds(40), (await FailAsync()).RetryAfter);
    }

    [Fact]
    public async Task A_wait_that_nobody_can_read_is_none()
    {
        Service.Answer(429, "", "Retry-After: soon\r\n");

        Assert.Null((await FailAsync()).RetryAfter);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Models.Environment["OPENAI_BASE_URL"] = $"http://127.0.0.1:{port}/v1";

        var failure = await FailAsync();

        Assert.Equal("model_unavailable", failure.Code);
        Assert.True(failure.IsTransient);
        Assert.Contains($"http://127.0.0.1:{port}/v1 cannot be reached", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_closes_without_an_answer_is_a_failure_that_may_pass()
    {
        Service.Answer((_, _) => Task.CompletedTask);

        var failure = await FailAsync();

        Assert.Contains(failure.Code, new[] { "model_unavailable", "model_stream_cut" });
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task A_service_that_falls_silent_in_a_stream_runs_into_the_limit()
    {
        Service.Answer(HangAfter("""{"choices":[{"delta":{"content":"one"}}]}"""));
        await using var stream = Client.GetStreamingResponseAsync("hi", cancellationToken: TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await stream.MoveNextAsync());

        var next = stream.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        Time.Advance(Models.Options.SilenceTimeout);

        var failure = await Assert.ThrowsAsync<ModelException>(() => next);
        Assert.Equal(("model_timeout", true), (failure.Code, failure.IsTransient));
    }

    [Fact]
    public async Task Cancellation_ends_a_stream_at_once_and_is_no_failure()
    {
        Service.Answer(HangAfter("""{"choices":[{"delta":{"content":"one"}}]}"""));
        using var cancellation = new CancellationTokenSource();
        await using var stream = Client.GetStreamingResponseAsync("hi", cancellationToken: cancellation.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await stream.MoveNextAsync());

        var next = stream.MoveNextAsync().AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task Cancellation_ends_a_call_that_waits_for_its_answer()
    {
        var arrived = new TaskCompletionSource();
        Service.Answer(async (_, stop) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        });
        using var cancellation = new CancellationTokenSource();
        var call = Client.GetResponseAsync("hi", cancellationToken: cancellation.Token);
        await arrived.Task.WaitAsync(TestContext.Current.CancellationToken);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    private static Func<NetworkStream, CancellationToken, Task> HangAfter(string data) => async (stream, stop) =>
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: {data}\n\n"), stop);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
    };
}
