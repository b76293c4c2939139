using System.Net;
using System.Net.Sockets;
using Isaa.Diagnostics;
using Isaa.Server.Hosting;

namespace Isaa.Server.Tests.Hosting;

public sealed class ListenTests
{
    [Theory]
    [InlineData("http://0.0.0.0:7799", "url_refused")]
    [InlineData("http://192.168.1.5:7799", "url_refused")]
    [InlineData("http://[::]:7799", "url_refused")]
    [InlineData("https://127.0.0.1:7799", "url_invalid")]
    [InlineData("http://127.0.0.1:7799/path", "url_invalid")]
    [InlineData("http://some.host:7799", "url_invalid")]
    [InlineData("nonsense", "url_invalid")]
    public void An_address_that_is_open_to_others_or_makes_no_sense_is_refused(string url, string code) =>
        Assert.Equal(code, Assert.Throws<IsaaException>(() => ListenAddress.Parse(url, anywhere: false)).Code);

    [Theory]
    [InlineData("http://127.0.0.1:7799", "127.0.0.1")]
    [InlineData("http://localhost:7799", "127.0.0.1")]
    [InlineData("http://[::1]:7799", "::1")]
    public void A_loopback_address_is_taken(string url, string host) =>
        Assert.Equal(new ListenAddress(IPAddress.Parse(host), 7799), ListenAddress.Parse(url, anywhere: false));

    [Fact]
    public void An_open_address_is_taken_when_it_is_wanted() =>
        Assert.Equal(IPAddress.Any, ListenAddress.Parse("http://0.0.0.0:80", anywhere: true).Host);

    [Fact]
    public async Task A_taken_port_is_told_with_what_to_do()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var error = await Assert.ThrowsAsync<IsaaException>(() => TestServer.StartAsync(o => o with { Urls = [$"http://127.0.0.1:{port}"] }));
        Assert.Equal("port_in_use", error.Code);
        Assert.Contains($"{port}", error.Message, StringComparison.Ordinal);
        Assert.Contains("--port", error.Message, StringComparison.Ordinal);
    }
}
