using System.Text;
using Isaa.Sandbox.Networking;

namespace Isaa.Tests.Sandbox.Networking;

public sealed class ProxyRequestTests
{
    [Fact]
    public void A_request_is_told_to_its_target_without_what_is_for_the_proxy()
    {
        var request = ProxyRequest.Parse("POST http://A.example:8080/x?y HTTP/1.1\r\nHost: b.example\r\nProxy-Authorization: s\r\nConnection: keep-alive, X\r\nX: 1\r\nContent-Length: 3");

        Assert.Equal((new NetworkTarget("a.example", 8080), false, 3L), (request.Target, request.IsTunnel, request.BodyBytes));
        Assert.Equal(
            "POST /x?y HTTP/1.1\r\nHost: a.example:8080\r\nConnection: close\r\nX: 1\r\nContent-Length: 3\r\n\r\n", Encoding.Latin1.GetString(request.Head.Span));
    }

    [Theory]
    [InlineData("GET http://a.example/ HTTP/1.1", "a.example", 80)]
    [InlineData("GET HTTP://a.example?q HTTP/1.1", "a.example", 80)]
    [InlineData("CONNECT a.example:443 HTTP/1.1", "a.example", 443)]
    public void The_target_is_the_one_in_the_address(string text, string host, ushort port) =>
        Assert.Equal(new NetworkTarget(host, port), ProxyRequest.Parse(text).Target);

    [Theory]
    [InlineData("")]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("GET http://a.example/ HTTP/2")]
    [InlineData("GET http://a.example/ x HTTP/1.1")]
    [InlineData("GET https://a.example/ HTTP/1.1")]
    [InlineData("GET ftp://a.example/ HTTP/1.1")]
    [InlineData("GET http://b.example@a.example/ HTTP/1.1")]
    [InlineData("GET http://a.example:80:90/ HTTP/1.1")]
    [InlineData("GET http://a.example\\@b.example/ HTTP/1.1")]
    [InlineData("GET http://[::1]/ HTTP/1.1")]
    [InlineData("GET http://a.example:0/ HTTP/1.1")]
    [InlineData("GET http://a.example:99999/ HTTP/1.1")]
    [InlineData("CONNECT a.example HTTP/1.1")]
    [InlineData("CONNECT http://a.example:80 HTTP/1.1")]
    [InlineData("GET http://a.example/ HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2")]
    [InlineData("GET http://a.example/ HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked")]
    [InlineData("GET http://a.example/ HTTP/1.1\r\nContent-Length: -1")]
    [InlineData("GET http://a.example/ HTTP/1.1\r\nTransfer-Encoding: gzip, chunked")]
    [InlineData("GET http://a.example/ HTTP/1.1\r\nX : 1")]
    [InlineData("GET http://a.example/ HTTP/1.1\r\n folded")]
    [InlineData("GET http://a.example/ HTTP/1.1\r\nX: 1\nHost: b.example")]
    [InlineData("GET http://a.example/ HTTP/1.1\r\nX: \0")]
    public void What_can_be_read_in_two_ways_is_refused(string text) =>
        Assert.Equal(400, Assert.Throws<ProxyRefusalException>(() => ProxyRequest.Parse(text)).Status);

    [Theory]
    [InlineData("a.example:443"), InlineData("A.Example:1"), InlineData("93.184.216.34:80"), InlineData("a_b-c.example:65535")]
    public void A_target_is_a_host_and_a_port(string text) => Assert.Equal(text.ToLowerInvariant(), NetworkTarget.TryParse(text, out var target) ? target.ToString() : null);

    [Theory]
    [InlineData(null), InlineData(""), InlineData("a.example"), InlineData("*.example:443"), InlineData(".example:443"), InlineData("a.example:0"), InlineData("a.example:65536")]
    [InlineData("a.example:+80"), InlineData("[::1]:80"), InlineData("http://a.example:80"), InlineData("a b:80"), InlineData("-a.example:80"), InlineData("a..example:80"), InlineData("a.example:80\n")]
    public void Anything_else_is_none(string? text) => Assert.False(NetworkTarget.TryParse(text, out _));
}
