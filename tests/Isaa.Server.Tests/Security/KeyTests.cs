using System.Net;
using System.Net.Http.Headers;
using Isaa.Diagnostics;
using Isaa.Protocol;
using Isaa.Protocol.Client;
using Isaa.Server.Hosting;
using Isaa.Server.Security;

namespace Isaa.Server.Tests.Security;

public sealed class KeyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/v1/jobs")]
    [InlineData("/api/v1/doctor")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/no/such/place")]
    public async Task Without_the_key_nothing_is_answered_over_the_network(string path)
    {
        await using var server = await TestServer.StartAsync();
        var response = await server.Http.GetAsync(new Uri(path, UriKind.Relative), Token);
        await ProblemAssert.IsAsync(response, HttpStatusCode.Unauthorized, "key_missing");
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Theory]
    [InlineData("Bearer", "isaa_wrong")]
    [InlineData("Bearer", "")]
    [InlineData("Basic", "KEY")]
    public async Task A_wrong_key_or_scheme_is_refused(string scheme, string text)
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/jobs");
        request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {text.Replace("KEY", server.Key, StringComparison.Ordinal)}");
        await ProblemAssert.IsAsync(await server.Http.SendAsync(request, Token), HttpStatusCode.Unauthorized, "key_missing");
    }

    [Fact]
    public async Task The_key_in_the_address_opens_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var response = await server.Http.GetAsync(new Uri($"/api/v1/jobs?key={server.Key}&access_token={server.Key}", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task The_right_key_opens_the_api()
    {
        await using var server = await TestServer.StartAsync();
        using var client = IsaaClient.Connect(new Uri(server.Server.Addresses[0]), server.Key);
        Assert.Empty((await client.ListJobsAsync(new(), limit: 5, cancellationToken: Token)).Jobs);
    }

    [Fact]
    public async Task The_owner_needs_no_key_at_the_socket_and_nobody_else_can_open_it()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Empty((await server.Owner.ListJobsAsync(new(), limit: 5, cancellationToken: Token)).Jobs);
        var folder = Path.GetDirectoryName(server.Server.SocketPath)!;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task Health_needs_no_key_and_tells_nothing_about_the_machine()
    {
        await using var server = await TestServer.StartAsync();
        var text = await server.Http.GetStringAsync(new Uri("/api/v1/health", UriKind.Relative), Token);
        Assert.Equal("""{"status":"ok","version":"0.1.0"}""", text);
    }

    [Fact]
    public async Task The_key_has_256_random_bits_is_kept_and_is_readable_by_its_owner_alone()
    {
        await using var server = await TestServer.StartAsync();
        var key = server.Key;
        Assert.StartsWith("isaa_", key, StringComparison.Ordinal);
        Assert.Equal(32, System.Buffers.Text.Base64Url.DecodeFromChars(key.AsSpan(5)).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(server.KeyFile));
        Assert.Equal(key, ApiKey.ReadOrCreate(server.Server.Home));
    }

    [Fact]
    public async Task Starts_at_the_same_time_agree_on_one_whole_key()
    {
        for (var round = 0; round < 20; round++)
        {
            using var home = new TemporaryHome();
            using var together = new Barrier(8);
            var keys = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait(Token);
                    return ApiKey.ReadOrCreate(home.Home);
                },
                Token,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
            Assert.Single(keys.Distinct());
            Assert.Equal([ApiKey.FileName], Directory.GetFiles(home.Home.Path).Select(Path.GetFileName));
        }
    }

    [Fact]
    public async Task A_key_that_others_can_read_stops_the_start()
    {
        var home = TestServer.NewFolder();
        var file = Path.Combine(home, ApiKey.FileName);
        await File.WriteAllTextAsync(file, "isaa_" + new string('a', 43), Token);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var error = await Assert.ThrowsAsync<IsaaException>(() => IsaaServer.StartAsync(new ServerOptions { HomeFolder = home, Urls = ["http://127.0.0.1:0"] }, Token));
        Assert.Equal("key_exposed", error.Code);
        Assert.Contains("chmod 600", error.Message, StringComparison.Ordinal);
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task The_key_never_reaches_the_log()
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/agents") { Content = new StringContent("name: [") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Key);
        await server.Http.SendAsync(request, Token);
        await server.Keyed.GetAsync(new Uri("/api/v1/jobs/nonsense", UriKind.Relative), Token);
        foreach (var file in Directory.EnumerateFiles(server.Server.Home.Path, "*", SearchOption.AllDirectories).Where(f => f.EndsWith(".log", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain(server.Key, await File.ReadAllTextAsync(file, Token), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_error_names_the_address_and_not_the_key()
    {
        using var client = IsaaClient.Connect(new Uri("http://127.0.0.1:9"), "secret");
        var error = await Assert.ThrowsAsync<IsaaUnreachableException>(() => client.GetHealthAsync(Token));
        Assert.Contains("http://127.0.0.1:9", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }
}
