using System.Diagnostics;
using System.Text.RegularExpressions;
using Isaa.Tests.Architecture;
using Isaa.Tests.Files;

namespace Isaa.Tests.Connectors.OpenAI;

/// <summary>The third-party mock model server, as a process of its own on a free port of this machine.</summary>
public sealed partial class AimockServer : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private Process? _process;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public async ValueTask InitializeAsync()
    {
        var peers = Environment.GetEnvironmentVariable("ISAA_TEST_PEERS") ?? Path.Combine(Repository.Root, "artifacts", "peers");
        var program = Path.Combine(peers, "node_modules", "@copilotkit", "aimock", "dist", "cli.js");
        Assert.True(File.Exists(program), $"{program} is missing: ./test installs it, or: mkdir -p artifacts/peers && cp tests/peers/package.json artifacts/peers && npm install --prefix artifacts/peers");
        await File.WriteAllTextAsync(_folder["fixtures.json"], Fixtures);
        _process = Process.Start(new ProcessStartInfo("node", [program, "-p", "0", "-h", "127.0.0.1", "-f", _folder["fixtures.json"], "--strict"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                Address = new Uri(match.Value + "/v1");
                _ = _process.StandardOutput.ReadToEndAsync();
                return;
            }
        }

        Assert.Fail("The mock server ended without listening.");
    }

    /// <summary>How many requests had this text.</summary>
    public async Task<int> CountAsync(string text)
    {
        var journal = await _http.GetStringAsync(new Uri(Address, "/__aimock/journal"), TestContext.Current.CancellationToken);
        return Regex.Count(journal, $"\"content\":\"{Regex.Escape(text)}\"");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _http.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();

    private const string Fixtures = """
        {"fixtures": [
          {"match": {"userMessage": "limited anthropic/claude-sonnet-4-5", "sequenceIndex": 0},
           "response": {"error": {"message": "Slow down", "type": "rate_limit_error"}, "status": 429, "retryAfter": 7}},
          {"match": {"userMessage": "limited anthropic/claude-sonnet-4-5", "sequenceIndex": 1}, "response": {"content": "Now it works."}},
          {"match": {"userMessage": "broken anthropic/claude-sonnet-4-5", "sequenceIndex": 0}, "response": {"error": {"message": "Oops"}, "status": 500}},
          {"match": {"userMessage": "broken anthropic/claude-sonnet-4-5", "sequenceIndex": 1}, "response": {"content": "Well again."}},
          {"match": {"userMessage": "limited gemini/gemini-2.5-flash", "sequenceIndex": 0},
           "response": {"error": {"message": "Slow down", "type": "rate_limit_error"}, "status": 429, "retryAfter": 7}},
          {"match": {"userMessage": "limited gemini/gemini-2.5-flash", "sequenceIndex": 1}, "response": {"content": "Now it works."}},
          {"match": {"userMessage": "broken gemini/gemini-2.5-flash", "sequenceIndex": 0}, "response": {"error": {"message": "Oops"}, "status": 500}},
          {"match": {"userMessage": "broken gemini/gemini-2.5-flash", "sequenceIndex": 1}, "response": {"content": "Well again."}},
          {"match": {"userMessage": "greet"}, "chunkSize": 5,
           "response": {"content": "Hello from the other side.", "usage": {"prompt_tokens": 21, "completion_tokens": 7, "total_tokens": 28}}},
          {"match": {"userMessage": "two calls", "hasToolResult": false},
           "chunkSize": 4,
           "response": {"content": "I look at both.", "toolCalls": [
             {"id": "call_a", "name": "shell", "arguments": {"command": "echo one"}},
             {"id": "call_b", "name": "read_file", "arguments": {"path": "b.txt", "lines": 3}}]}},
          {"match": {"userMessage": "two calls", "hasToolResult": true}, "response": {"content": "Both are done."}},
          {"match": {"userMessage": "bad arguments", "hasToolResult": false},
           "response": {"toolCalls": [{"id": "call_x", "name": "shell", "arguments": "{\"command\": \"echo"}]}},
          {"match": {"userMessage": "bad arguments", "hasToolResult": true}, "response": {"content": "Sorry."}},
          {"match": {"userMessage": "limited", "sequenceIndex": 0},
           "response": {"error": {"message": "Slow down", "type": "rate_limit_error"}, "status": 429, "retryAfter": 7}},
          {"match": {"userMessage": "limited", "sequenceIndex": 1}, "response": {"content": "Now it works."}},
          {"match": {"userMessage": "broken", "sequenceIndex": 0}, "response": {"error": {"message": "Oops"}, "status": 500}},
          {"match": {"userMessage": "broken", "sequenceIndex": 1}, "response": {"error": {"message": "Oops"}, "status": 503}},
          {"match": {"userMessage": "broken", "sequenceIndex": 2}, "response": {"content": "Well again."}},
          {"match": {"userMessage": "down"}, "response": {"error": {"message": "Still down"}, "status": 500}},
          {"match": {"userMessage": "cut"}, "latency": 20, "chunkSize": 5, "truncateAfterChunks": 4,
           "response": {"content": "This answer breaks off long before its end."}},
          {"match": {"userMessage": "wrong key"},
           "response": {"error": {"message": "Incorrect API key provided: sk-canary-0123456789", "code": "invalid_api_key"}, "status": 401}},
          {"match": {"userMessage": "too long"},
           "response": {"error": {"message": "This model's maximum context length is 128000 tokens.", "code": "context_length_exceeded"}, "status": 400}}
        ]}
        """;
}
