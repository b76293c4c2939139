using Isaa.Connectors.Anthropic;
using Isaa.Connectors.Gemini;
using Isaa.Connectors.Mcp;
using Isaa.Connectors.OpenAI;
using Isaa.Files;
using Isaa.Hosting;
using Isaa.Protocol;
using Isaa.Server.Api;
using Isaa.Server.Api.Agents;
using Isaa.Server.Api.Approvals;
using Isaa.Server.Api.Details;
using Isaa.Server.Api.Runs;
using Isaa.Server.Api.Chains;
using Isaa.Server.Api.Changes;
using Isaa.Server.Api.Functions;
using Isaa.Server.Api.Minds;
using Isaa.Server.Api.Queues;
using Isaa.Server.Api.Workers;
using Isaa.Server.Doctor;
using Isaa.Server.Logging;
using Isaa.Server.Security;
using Isaa.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Isaa.Server.Hosting;

/// <summary>Puts a server together: nothing is read from configuration files or the environment, so that what listens where is said in one place.</summary>
internal static class ServerAssembly
{
    private const long LargestBody = 1024 * 1024;

    public static WebApplication Build(ServerOptions options, IsaaHome home, LocalSocket socket, IReadOnlyList<ListenAddress> addresses, ApiKey? key)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = home.Path, EnvironmentName = Environments.Production });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, socket, addresses));
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning).AddProvider(new LogFileProvider(home));
        AddServices(builder.Services, options, home);
        options.Configure?.Invoke(builder.Services);

        var app = builder.Build();
        var guard = new GuardOptions { Key = key, KeyFile = home.File(ApiKey.FileName), AllowedHosts = options.AllowedHosts };
        app.Use(next => new ErrorBoundary(next, app.Services.GetRequiredService<ILogger<ErrorBoundary>>()).InvokeAsync);
        app.Use(next => new RequestGuard(next, guard).InvokeAsync);
        app.UseRouting();
        Map(app);
        return app;
    }

    private static void Listen(KestrelServerOptions kestrel, LocalSocket socket, IReadOnlyList<ListenAddress> addresses)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestBody;
        kestrel.ListenUnixSocket(socket.Path, listen => listen.Use(next => connection =>
        {
            connection.Features.Set(OwnerConnection.Mark);
            return next(connection);
        }));
        foreach (var address in addresses)
        {
            kestrel.Listen(address.Host, address.Port);
        }
    }

    private static void AddServices(IServiceCollection services, ServerOptions options, IsaaHome home)
    {
        services.AddSingleton<IHostLifetime, OwnedLifetime>();
        services.AddSingleton(home);
        services.AddIsaa(new IsaaOptions
        {
            HomeFolder = home.Path,
            RunsWorker = options.RunsWorker,
            Concurrency = options.Concurrency,
            WorkerName = options.Minion?.Name,
            Capabilities = options.Minion?.Capabilities ?? [],
            Queues = options.Minion?.Queues,
            Reserved = options.Minion?.Reserved,
        });
        services.AddOpenAiModels().AddAnthropicModels().AddGeminiModels();
        services.AddMcpServers();
        var store = options.Store ?? StoreAddress.File(home.StoreFile);
        services.AddSingleton(store);
        services.AddStore(store, options.StorePatience);
        services.AddDoctor(store);
        services.AddRoutingCore();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ProtocolJson.Default));
        services.Configure<RouteHandlerOptions>(route => route.ThrowOnBadRequest = true);
        services.AddSingleton<EventStream>();
        services.AddOpenApi("v1", OpenApiText.Describe);
    }

    private static void Map(WebApplication app)
    {
        var api = app.MapGroup("/api/v1")
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(Problem), [ProblemAnswer.ContentType]));
        var runs = api.MapGroup("").WithTags("runs");
        runs.MapRuns();
        runs.MapRunGuide();
        api.MapGroup("").WithTags("jobs").MapJobs();
        api.MapGroup("").WithTags("jobs").MapJobDetails();
        api.MapGroup("").WithTags("jobs").MapChanges();
        var queues = api.MapGroup("").WithTags("queues");
        queues.MapQueues();
        queues.MapGroups();
        queues.MapRetention();
        api.MapGroup("").WithTags("workers").MapWorkers();
        api.MapGroup("").WithTags("events").MapEvents();
        api.MapGroup("").WithTags("agents").MapAgents().MapUsage();
        api.MapGroup("").WithTags("agents").MapMinds();
        api.MapGroup("").WithTags("functions").MapFunctions().MapFunctionCalls();
        api.MapGroup("").WithTags("chains").MapChains();
        api.MapGroup("").WithTags("approvals").MapApprovals();
        api.MapGroup("").WithTags("models").MapModels();
        var machine = api.MapGroup("").WithTags("machine");
        machine.MapHealth();
        machine.MapDoctor();
        machine.MapBackup();
        app.MapOpenApi("/openapi/{documentName}.json");
    }
}
