using System.Net;
using System.Text.Json;
using Isaa.Functions;
using Isaa.Sandbox.Networking;

namespace Isaa.Tests.Functions.Networking;

/// <summary>Functions that talk to a server on loopback, which this test, and nobody else, allows.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class FunctionNetworkTests : IClassFixture<NetworkBed>, IDisposable
{
    private readonly NetworkBed _bed;
    private readonly LoopbackServer _server = new();
    private readonly List<string> _resolved = [];

    public FunctionNetworkTests(NetworkBed bed)
    {
        _bed = bed;
        _bed.Resolve = host => Resolved(host, IPAddress.Loopback);
        _bed.Allows = IPAddress.IsLoopback;
    }

    public static TheoryData<string> Clients => [.. HttpClients.All.Keys];

    private string Service => $"service.test:{_server.Port}";

    [Theory, MemberData(nameof(Clients))]
    public async Task The_usual_clients_reach_what_is_on_the_list(string client)
    {
        var result = await AskAsync(client, $"http://{Service}/hello?a=b%20c", data: null, Service);

        Assert.Equal("asked GET /hello?a=b%20c HTTP/1.1", result);
        Assert.Contains($"Host: {Service}", Assert.Single(_server.Seen), StringComparison.OrdinalIgnoreCase);
    }

    [Theory, MemberData(nameof(Clients))]
    public async Task What_they_send_arrives(string client)
    {
        var data = new string('d', 50_000);

        var result = await AskAsync(client, $"http://{Service}/", data, Service);

        Assert.Equal("asked POST / HTTP/1.1", result);
        Assert.Contains(data, Assert.Single(_server.Seen), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("urllib")]
    [InlineData("http")]
    [InlineData("HttpClient")]
    public async Task They_speak_TLS_with_the_target_itself(string client)
    {
        using var secure = new LoopbackServer(isSecure: true);
        var target = $"service.test:{secure.Port}";

        var result = await AskAsync(client, $"https://{target}/safe", data: null, target);

        Assert.Equal("asked GET /safe HTTP/1.1", result);
    }

    [Theory, MemberData(nameof(Clients))]
    public async Task What_is_not_on_the_list_is_not_even_looked_up(string client)
    {
        foreach (var other in (string[])[$"other.test:{_server.Port}", $"sub.service.test:{_server.Port}", $"127.0.0.1:{_server.Port}", "service.test:1"])
        {
            var result = await AskAsync(client, $"http://{other}/", data: null, Service);

            Assert.StartsWith("error: ", result, StringComparison.Ordinal);
        }

        Assert.Empty(_server.Seen);
        Assert.Empty(_resolved);
    }

    [Theory, MemberData(nameof(Clients))]
    public async Task A_redirect_leads_to_nowhere_else(string client)
    {
        using var other = new LoopbackServer();

        var result = await AskAsync(client, $"http://{Service}/redirect?to={Uri.EscapeDataString($"http://other.test:{other.Port}/")}", data: null, Service);

        Assert.StartsWith("error: ", result, StringComparison.Ordinal);
        Assert.Single(_server.Seen);
        Assert.Empty(other.Seen);
    }

    [Theory, MemberData(nameof(Clients))]
    public async Task A_name_on_the_list_that_means_an_address_within_is_refused(string client)
    {
        _bed.Allows = NetworkPolicy.Public.Allows;

        var result = await AskAsync(client, $"http://{Service}/", data: null, Service);

        Assert.StartsWith("error: ", result, StringComparison.Ordinal);
        Assert.Empty(_server.Seen);
        Assert.Equal(["service.test"], _resolved.Distinct());
    }

    [Fact]
    public async Task A_name_is_looked_up_once_so_that_it_cannot_mean_another_address_later()
    {
        _bed.Resolve = host => Resolved(host, _resolved.Count == 0 ? IPAddress.Loopback : IPAddress.Parse("127.0.0.9"));
        var code = HttpClients.All["urllib"].Code.Replace("def work(", "def ask(", StringComparison.Ordinal) + "\ndef work(url):\n    return [ask(url + '1'), ask(url + '2')]";

        var result = await _bed.Functions.RunAsync(HttpClients.Define("urllib", Service) with { Code = code }, JsonSerializer.Serialize(new { url = $"http://{Service}/" }));

        Assert.Equal("""["asked GET /1 HTTP/1.1","asked GET /2 HTTP/1.1"]""", result.Output?.GetRawText() ?? result.Error?.Message);
        Assert.Equal(["service.test"], _resolved);
    }

    [Theory, MemberData(nameof(Clients))]
    public async Task More_bytes_than_allowed_end_the_connection(string client)
    {
        var definition = HttpClients.Define(client, Service);

        var result = await _bed.Functions.RunAsync(
            definition with { Limits = definition.Limits with { NetworkBytes = 64 << 10 } }, JsonSerializer.Serialize(new { url = $"http://{Service}/big" }));

        Assert.StartsWith("error: ", result.Output?.GetString() ?? result.Error?.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Clients))]
    public async Task Without_a_list_there_is_no_network(string client)
    {
        var result = await AskAsync(client, $"http://{Service}/", data: null);

        Assert.StartsWith("error: ", result.Replace("fetch is not defined", "error: ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(_server.Seen);
    }

    [Fact]
    public async Task There_is_no_way_but_the_proxy()
    {
        const string code = """
            import socket
            def work(port, host):
                def attempt(act):
                    try: return act()
                    except OSError as error: return type(error).__name__
                def proxy(text):
                    s = socket.socket(socket.AF_UNIX)
                    s.connect('/network/proxy')
                    s.sendall(text.encode())
                    return s.recv(4096).decode().split('\r\n')[0][:40]
                return [
                    attempt(lambda: socket.create_connection(('127.0.0.1', port), 2)),
                    attempt(lambda: socket.create_connection(('192.0.2.1', 80), 2)),
                    attempt(lambda: socket.create_server(('127.0.0.1', port)) and 'listens'),
                    attempt(lambda: socket.socket(socket.AF_INET6)),
                    attempt(lambda: proxy(f'CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n')),
                    attempt(lambda: proxy(f'GET http://{host}@127.0.0.1:{port}/ HTTP/1.1\r\n\r\n')),
                    attempt(lambda: proxy(f'GET http://{host}/\r\nHost: x HTTP/1.1\r\n\r\n')),
                ]
            """;

        var result = await _bed.Functions.RunAsync(
            HttpClients.Define("urllib", Service) with { Code = code }, JsonSerializer.Serialize(new { port = _server.Port, host = Service }));

        var seen = result.Output!.Value.EnumerateArray().Select(static item => item.GetString()!).ToList();
        string[] closed = ["PermissionError", "ConnectionRefusedError", "OSError", "TimeoutError"];
        Assert.All(seen.Take(4), got => Assert.Contains(got, closed));
        Assert.StartsWith("HTTP/1.1 403 ", seen[4], StringComparison.Ordinal);
        Assert.All(seen.Skip(5), static got => Assert.StartsWith("HTTP/1.1 400 ", got, StringComparison.Ordinal));
        Assert.Empty(_server.Seen);
    }

    [Fact]
    public async Task A_call_that_leaves_its_connection_open_ends_with_it()
    {
        using var silent = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var target = $"service.test:{((IPEndPoint)silent.LocalEndpoint).Port}";
        var definition = HttpClients.Define("urllib", target);

        var result = await _bed.Functions.RunAsync(
            definition with { Limits = definition.Limits with { Timeout = TimeSpan.FromSeconds(2) } }, JsonSerializer.Serialize(new { url = $"http://{target}/" }));
        using var connection = await silent.AcceptSocketAsync(TestContext.Current.CancellationToken);

        Assert.Equal(FunctionOutcome.Timeout, result.Outcome);
        var buffer = new byte[4096];
        while (await connection.ReceiveAsync(buffer, TestContext.Current.CancellationToken) > 0)
        {
            // What was asked is still to be read; then the connection has ended.
        }
    }

    public void Dispose() => _server.Dispose();

    private IPAddress[] Resolved(string host, IPAddress address)
    {
        _resolved.Add(host);
        return [address];
    }

    private async Task<string> AskAsync(string client, string url, string? data, params string[] network)
    {
        var result = await _bed.Functions.RunAsync(HttpClients.Define(client, network), JsonSerializer.Serialize(data is null ? (object)new { url } : new { url, data }));
        return result.Output?.GetString() ?? $"{result.Outcome}: {result.Error?.Message} {result.Logs}";
    }
}
