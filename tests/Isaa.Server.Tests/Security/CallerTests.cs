using System.Net;

namespace Isaa.Server.Tests.Security;

public sealed class CallerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:7799")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    public async Task A_name_that_is_not_the_servers_is_refused_even_with_the_key(string host)
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/jobs");
        request.Headers.Host = host;
        await ProblemAssert.IsAsync(await server.Keyed.SendAsync(request, Token), HttpStatusCode.MisdirectedRequest, "host_refused");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:1")]
    [InlineData("[::1]:7799")]
    [InlineData("isaa.internal")]
    public async Task Loopback_names_and_allowed_names_are_taken(string host)
    {
        await using var server = await TestServer.StartAsync(o => o with { AllowedHosts = ["isaa.internal"] });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/jobs");
        request.Headers.Host = host;
        Assert.Equal(HttpStatusCode.OK, (await server.Keyed.SendAsync(request, Token)).StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_request_from_another_sites_page_is_refused_even_with_the_key(string header, string value)
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs/00000000000000000000000000000000/cancel");
        request.Headers.TryAddWithoutValidation(header, value);
        await ProblemAssert.IsAsync(await server.Keyed.SendAsync(request, Token), HttpStatusCode.Forbidden, "origin_refused");
    }

    [Fact]
    public async Task A_page_of_the_servers_own_is_let_in()
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/jobs");
        request.Headers.TryAddWithoutValidation("Origin", server.Server.Addresses[0]);
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        Assert.Equal(HttpStatusCode.OK, (await server.Keyed.SendAsync(request, Token)).StatusCode);
    }
}
