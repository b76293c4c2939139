using System.Net.Http.Headers;
using Isaa.Jobs;
using Isaa.Protocol.Client;
using Isaa.Server.Hosting;
using Isaa.Server.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Server.Tests;

/// <summary>A real server on loopback and on its socket, in a home of its own.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly string _folder;

    private TestServer(string folder, IsaaServer server)
    {
        _folder = folder;
        Server = server;
        Owner = server.Connect();
        Http = new HttpClient { BaseAddress = new Uri(server.Addresses[0]) };
        Keyed = new HttpClient { BaseAddress = new Uri(server.Addresses[0]) };
        Keyed.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    public IsaaServer Server { get; }

    /// <summary>Comes through the socket.</summary>
    public IsaaClient Owner { get; }

    /// <summary>Comes over the network without a key.</summary>
    public HttpClient Http { get; }

    /// <summary>Comes over the network with the key.</summary>
    public HttpClient Keyed { get; }

    public string Key => File.ReadAllText(KeyFile).Trim();

    public string KeyFile => Server.Home.File(ApiKey.FileName);

    public JobQueue Queue => Server.Services.GetRequiredService<JobQueue>();

    public static async Task<TestServer> StartAsync(Func<ServerOptions, ServerOptions>? change = null, Action<IServiceCollection>? configure = null)
    {
        var folder = NewFolder();
        var options = new ServerOptions
        {
            HomeFolder = folder,
            Urls = ["http://127.0.0.1:0"],
            Configure = services =>
            {
                services.AddJob<EchoJob, EchoHandler>(EchoJob.Kind, EchoJson.Default.EchoJob);
                configure?.Invoke(services);
            },
        };
        var server = await IsaaServer.StartAsync(change?.Invoke(options) ?? options, TestContext.Current.CancellationToken);
        return new TestServer(folder, server);
    }

    public static string NewFolder() => Directory.CreateTempSubdirectory("isaa-t-").FullName;

    public async Task<JobId> AddAsync(string text = "hello", string? label = null) =>
        await Queue.EnqueueAsync(new EchoJob { Text = text }, new EnqueueOptions { Label = label }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Owner.Dispose();
        Http.Dispose();
        Keyed.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
