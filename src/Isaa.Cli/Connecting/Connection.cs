using Isaa.Files;
using Isaa.Jobs;
using Isaa.Protocol;
using Isaa.Protocol.Client;
using Isaa.Server.Hosting;

namespace Isaa.Cli.Connecting;

/// <summary>A way to the API: a named server, one that runs on this home, or one hosted in this process.</summary>
internal sealed class Connection : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(2);

    private readonly IsaaServer? _hosted;

    private Connection(IsaaClient client, IsaaServer? hosted, string place)
    {
        Client = client;
        _hosted = hosted;
        Place = place;
    }

    public IsaaClient Client { get; }

    /// <summary>Whether no other process takes jobs for us.</summary>
    public bool IsHosted => _hosted is not null;

    /// <summary>Where the API is, for people.</summary>
    public string Place { get; }

    public static async Task<Connection> OpenAsync(CliContext context, CancellationToken cancellationToken)
    {
        if (context.Options.Server is { } address)
        {
            return new Connection(Named(context, address), null, address);
        }

        var home = IsaaHome.Open(context.Options.Home);
        var store = context.Store;
        if (RunningServerFile.Find(home) is { } running && (store is null || running.Store == store.Shown) && await TryAsync(running, context.Host.Time, cancellationToken) is { } client)
        {
            return new Connection(client, null, running.Address ?? running.Socket);
        }

        var hosted = await IsaaServer.StartAsync(new ServerOptions { HomeFolder = home.Path, Store = store, Configure = context.Host.Configure }, cancellationToken);
        return new Connection(hosted.Connect(), hosted, home.Path);
    }

    /// <summary>Has the hosted server, if there is one, work on this job.</summary>
    public void WorkOn(string job) => _hosted?.WorkOn(new JobId(Guid.ParseExact(job, "N")));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_hosted is not null)
        {
            await _hosted.DisposeAsync();
        }
    }

    private static IsaaClient Named(CliContext context, string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new CliException(ExitCode.BadInput, "url_invalid", $"'{address}' is no server address; one like http://127.0.0.1:{ServerOptions.DefaultPort} is expected.");
        }

        if (uri.UserInfo.Length > 0)
        {
            throw new CliException(ExitCode.BadInput, "url_invalid", "A server address must not hold a name or a key; the key comes from the environment variable ISAA_KEY.");
        }

        var key = context.Host.Environment("ISAA_KEY");
        if (key is not null && uri.Scheme == "http" && !uri.IsLoopback)
        {
            throw new CliException(ExitCode.BadInput, "key_in_clear", $"{address} is not encrypted and not on this machine: the key would be readable on the way. Use https.");
        }

        return IsaaClient.Connect(uri, key);
    }

    // The file may be left over from a process that was killed, or its process may hang: then the verb does without.
    private static async Task<IsaaClient?> TryAsync(RunningServer running, TimeProvider time, CancellationToken cancellationToken)
    {
        var client = IsaaClient.ConnectSocket(running.Socket);
        using var limit = new CancellationTokenSource(AnswerTime, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await client.GetHealthAsync(either.Token);
            return client;
        }
        catch (Exception e) when (e is IsaaUnreachableException or IsaaApiException || (e is OperationCanceledException && limit.IsCancellationRequested))
        {
            client.Dispose();
            return null;
        }
    }
}
