using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Isaa.Tests.Connectors.Mcp;

/// <summary>A server of the protocol over HTTP that does what no well-behaved one does.</summary>
internal sealed class PlayedMcpServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _loop;

    public PlayedMcpServer()
    {
        using (var port = new TcpListener(IPAddress.Loopback, 0))
        {
            port.Start();
            Port = ((IPEndPoint)port.LocalEndpoint).Port;
        }

        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Prefixes.Add($"http://localhost:{Port}/");
        _listener.Start();
        _loop = ListenAsync();
    }

    public int Port { get; }

    public string Address => $"http://127.0.0.1:{Port}/mcp";

    /// <summary>What the one tool says of itself.</summary>
    public string Description { get; set; } = "says it again";

    /// <summary>How many tools there are.</summary>
    public int Tools { get; set; } = 1;

    /// <summary>What the tool answers.</summary>
    public string Answer { get; set; } = "hi";

    /// <summary>Answers a request of a method in another way; true when it did.</summary>
    public Func<string, HttpListenerContext, Task<bool>> Instead { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>What was asked, in order; <c>DELETE</c> where a session was ended.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>The values of the header X-Secret that came.</summary>
    public ConcurrentQueue<string?> Secrets { get; } = new();

    /// <summary>Released once for every session that was ended.</summary>
    public SemaphoreSlim Ended { get; } = new(0);

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _loop;
        Ended.Dispose();
    }

    public static Task SayAsync(HttpListenerContext context, int status, string body = "", string type = "application/json")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        (context.Response.StatusCode, context.Response.ContentType, context.Response.ContentLength64) = (status, type, bytes.Length);
        context.Response.Close(bytes, willBlock: false);
        return Task.CompletedTask;
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                await ServeAsync(await _listener.GetContextAsync());
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException && !_listener.IsListening)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(HttpListenerContext context)
    {
        Secrets.Enqueue(context.Request.Headers["X-Secret"]);
        using var reader = new StreamReader(context.Request.InputStream);
        var text = await reader.ReadToEndAsync();
        var request = text.Length > 0 ? JsonNode.Parse(text)!.AsObject() : [];
        var method = (string?)request["method"] ?? context.Request.HttpMethod;
        Asked.Enqueue(method);
        if (await Instead(method, context))
        {
            return;
        }

        if (method == "DELETE")
        {
            await SayAsync(context, 200);
            Ended.Release();
            return;
        }

        context.Response.Headers["Mcp-Session-Id"] = "one";
        JsonNode? result = method switch
        {
            "initialize" => new JsonObject
            {
                ["protocolVersion"] = (string?)request["params"]!["protocolVersion"],
                ["capabilities"] = new JsonObject { ["tools"] = new JsonObject() },
                ["serverInfo"] = new JsonObject { ["name"] = "played", ["version"] = "1" },
            },
            "tools/list" => new JsonObject
            {
                ["tools"] = new JsonArray([.. Enumerable.Range(0, Tools).Select(n => new JsonObject
                {
                    ["name"] = n == 0 ? "say" : $"say{n}",
                    ["description"] = Description,
                    ["inputSchema"] = new JsonObject { ["type"] = "object" },
                })]),
            },
            "tools/call" => new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = Answer }) },
            _ => null,
        };
        await (request["id"] is not { } id ? SayAsync(context, method == "GET" ? 405 : 202)
            : SayAsync(context, 200, (result is null
                ? new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), ["error"] = new JsonObject { ["code"] = -32601, ["message"] = "no such method" } }
                : new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), ["result"] = result }).ToJsonString()));
    }
}
