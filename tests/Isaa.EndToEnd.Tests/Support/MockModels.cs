using System.Text.RegularExpressions;

namespace Isaa.EndToEnd.Tests.Support;

/// <summary>The third-party mock model server on a free port of this machine, playing the fixtures it is given.</summary>
internal sealed partial class MockModels : IAsyncDisposable
{
    private readonly RunningProgram _program;
    private readonly HttpClient _http = new();

    private MockModels(RunningProgram program, Uri address)
    {
        _program = program;
        Address = address;
    }

    /// <summary>The base address of its OpenAI-compatible API.</summary>
    public Uri Address { get; }

    public static async Task<MockModels> StartAsync(string fixtures)
    {
        var peers = Environment.GetEnvironmentVariable("ISAA_TEST_PEERS") ?? Path.Combine(IsaaProgram.Root, "artifacts", "peers");
        var server = Path.Combine(peers, "node_modules", "@copilotkit", "aimock", "dist", "cli.js");
        Assert.True(File.Exists(server), $"{server} is missing: ./test installs it");
        var program = new RunningProgram(IsaaProgram.Describe("node", [server, "-p", "0", "-h", "127.0.0.1", "-f", fixtures, "--strict"]));
        var line = await program.FindLineAsync(Listening());
        return new MockModels(program, new Uri(Listening().Match(line).Value + "/v1"));
    }

    /// <summary>How many requests it was sent.</summary>
    public async Task<int> CountRequestsAsync()
    {
        var journal = await _http.GetStringAsync(new Uri(Address, "/__aimock/journal"), TestContext.Current.CancellationToken);
        var parsed = System.Text.Json.JsonElement.Parse(journal);
        var entries = parsed.ValueKind == System.Text.Json.JsonValueKind.Array ? parsed : parsed.GetProperty("entries");
        return entries.EnumerateArray().Count(entry => entry.GetRawText().Contains("chat/completions", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync()
    {
        _program.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();
}
