using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Isaa.Benchmarks.Agents;

/// <summary>A chat service on loopback that asks for a tool so many times and then answers, streamed.</summary>
internal sealed class MockChatServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private MockChatServer(WebApplication app) => _app = app;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/v1";

    public static async Task<MockChatServer> StartAsync(int toolRounds)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/v1/chat/completions", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            var body = await reader.ReadToEndAsync();
            var rounds = CountOf(body, "\"role\":\"tool\"");
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(rounds < toolRounds ? Call(rounds) : Answer);
        });
        await app.StartAsync();
        return new MockChatServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private const string Ending = """
        data: {"id":"m","object":"chat.completion.chunk","created":1,"model":"mock","choices":[],"usage":{"prompt_tokens":100,"completion_tokens":10,"total_tokens":110}}

        data: [DONE]


        """;

    private const string Answer = """
        data: {"id":"m","object":"chat.completion.chunk","created":1,"model":"mock","choices":[{"index":0,"delta":{"role":"assistant","content":"done"},"finish_reason":null}]}

        data: {"id":"m","object":"chat.completion.chunk","created":1,"model":"mock","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}


        """ + Ending;

    private static string Call(int n) => $$$"""
        data: {"id":"m","object":"chat.completion.chunk","created":1,"model":"mock","choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"call_{{{n}}}","type":"function","function":{"name":"step","arguments":"{\"n\":{{{n}}}}"}}]},"finish_reason":null}]}

        data: {"id":"m","object":"chat.completion.chunk","created":1,"model":"mock","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}


        """ + Ending;

    private static int CountOf(string text, string part)
    {
        var count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }
}
