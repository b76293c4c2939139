using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Protocol.Client;
using Isaa.Server.Security;
using Isaa.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Server.Hosting;

/// <summary>
/// The engine and its API in this process, on an owner-only Unix socket and, where asked, on addresses with a key. Disposing it stops it; running jobs
/// are given back and go on later.
/// </summary>
public sealed class IsaaServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LocalSocket _socket;
    private readonly ServerOptions _options;
    private JobWork? _work;
    private int _disposed;

    private IsaaServer(WebApplication app, LocalSocket socket, ServerOptions options)
    {
        _app = app;
        _socket = socket;
        _options = options;
    }

    /// <summary>The engine's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The home it works on.</summary>
    public IsaaHome Home => _app.Services.GetRequiredService<IsaaHome>();

    /// <summary>Where it keeps everything.</summary>
    public StoreAddress Store => _app.Services.GetRequiredService<StoreAddress>();

    /// <summary>The Unix socket it listens on.</summary>
    public string SocketPath => _socket.Path;

    /// <summary>The addresses it listens on, with the ports it was given.</summary>
    public IReadOnlyList<string> Addresses =>
        [.. (_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Where(a => !a.Contains("unix:", StringComparison.Ordinal))];

    /// <summary>Starts a server.</summary>
    /// <param name="options">How it is set up.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IsaaException">The home, the key, an address or the store is not usable; the message says how to repair it.</exception>
    public static async Task<IsaaServer> StartAsync(ServerOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var home = IsaaHome.Open(options.HomeFolder);
        var addresses = options.Urls.Select(u => ListenAddress.Parse(u, options.ListensAnywhere)).ToArray();
        var key = addresses.Length > 0 ? ApiKey.ReadOrCreate(home) : null;
        var socket = LocalSocket.Create(home);
        WebApplication? app = null;
        try
        {
            app = ServerAssembly.Build(options, home, socket, addresses, key is null ? null : new ApiKey(key));
            if (options.RunsWorker)
            {
                // One clear error now is better than a server whose every answer is one.
                await app.Services.GetRequiredService<IJobStore>().ReadLastCursorAsync(cancellationToken);
            }

            await app.StartAsync(cancellationToken);
            var server = new IsaaServer(app, socket, options);
            server.Announce();
            return server;
        }
        catch (Exception e)
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }

            socket.Dispose();
            if (e is IOException { InnerException: AddressInUseException })
            {
                throw new IsaaException("port_in_use",
                    $"Another program listens on {string.Join(" or ", addresses.Select(a => a.ToString()))} already. Choose another port with --port, or --port 0 for any free one.", e);
            }

            throw;
        }
    }

    /// <summary>A client of this server through its socket; the caller disposes it.</summary>
    public IsaaClient Connect() => IsaaClient.ConnectSocket(SocketPath);

    /// <summary>Works on one job and its children, and no other, until it is stopped. For a server that takes no jobs by itself.</summary>
    /// <param name="job">The job.</param>
    public void WorkOn(JobId job)
    {
        if (_work is not null || _options.RunsWorker)
        {
            throw new InvalidOperationException("This server works already.");
        }

        _work = JobWork.Start(Services, job);
    }

    /// <summary>Returns when the process is told to stop.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task WaitForStopAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var asked = cancellationToken.Register(() => stopped.TrySetResult());
        await using var stopping = _app.Lifetime.ApplicationStopping.Register(() => stopped.TrySetResult());
        await stopped.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        if (_options.IsAnnounced)
        {
            RunningServerFile.Withdraw(Home);
        }

        if (_work is not null)
        {
            await _work.DisposeAsync();
        }

        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _socket.Dispose();
    }

    private void Announce()
    {
        if (_options.IsAnnounced)
        {
            RunningServerFile.Announce(Home, new RunningServer
            {
                Address = Addresses is [var first, ..] ? first : null,
                Socket = SocketPath,
                KeyFile = Home.File(ApiKey.FileName),
                Store = Store.Shown,
                ProcessId = Environment.ProcessId,
                StartedAt = Services.GetRequiredService<TimeProvider>().GetUtcNow(),
            });
        }
    }
}
