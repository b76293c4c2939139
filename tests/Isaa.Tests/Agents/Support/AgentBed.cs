using Isaa.Agents;
using Isaa.Agents.Registry;
using Isaa.Agents.Sessions;
using Isaa.Chains;
using Isaa.Diagnostics;
using Isaa.Files;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Maintenance;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;
using Isaa.Models;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;
using Isaa.Storage.Sqlite;
using Isaa.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;

namespace Isaa.Tests.Agents.Support;

/// <summary>An engine on a SQLite file of its own whose model and tools the test plays.</summary>
public sealed class AgentBed : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly bool _ownsFolder;
    private readonly ServiceProvider _provider;
    private readonly List<(CancellationTokenSource Stop, Task Running)> _workers = [];

    public AgentBed(
        FakeChatClient client,
        IEnumerable<Tool>? tools = null,
        AgentOptions? options = null,
        TimeProvider? time = null,
        Func<Model, Model>? model = null,
        DirectoryInfo? folder = null,
        Action<IServiceCollection>? more = null)
    {
        Client = client;
        _ownsFolder = folder is null;
        _folder = folder ?? Directory.CreateTempSubdirectory("isaa-agents-");
        var services = new ServiceCollection();
        more?.Invoke(services);
        services
            .AddLogging()
            .AddSingleton(time ?? TimeProvider.System)
            .AddSingleton(IsaaHome.Open(Path.Combine(_folder.FullName, "home")))
            .AddSqliteStore(new SqliteStoreOptions { Path = Path.Combine(_folder.FullName, "test.db") })
            .AddIsaaJobs()
            .AddSingleton<IToolCatalog>(provider => new FixedTools([.. tools ?? [], .. provider.GetService<AgentToolsWanted>() is not null ? provider.GetServices<IToolSource>().SelectMany(s => s.List()) : []]))
            .AddOptions()
            .AddSingleton<ToolInvoker>()
            .AddIsaaChains()
            .AddIsaaAgents(options ?? new AgentOptions { ModelWait = TimeSpan.FromMilliseconds(5), Retry = new RetryPolicy { MaxAttempts = 3, Delay = TimeSpan.Zero } });
        services.TryAddSingleton<IModelCatalog>(new FakeModels(client, model));
        _provider = services.BuildServiceProvider();
    }

    /// <summary>Gives runs the tools that work on runs too; pass it as <c>more</c>.</summary>
    public static Action<IServiceCollection> AgentTools { get; } = services => services.AddSingleton<AgentToolsWanted>();

    public FakeChatClient Client { get; }

    public DirectoryInfo Folder => _folder;

    public AgentRunner Runner => Get<AgentRunner>();

    public AgentRegistry Registry => Get<AgentRegistry>();

    public FlowAgents Agents => Get<FlowAgents>();

    public ISessionStore Sessions => Get<ISessionStore>();

    public IJobStore Store => Get<IJobStore>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    /// <summary>Starts a worker; it stops with the bed.</summary>
    public CancellationTokenSource StartWorker()
    {
        var stop = new CancellationTokenSource();
        var options = new WorkerOptions { Capabilities = ["model:fake", Capability.Host(Get<IsaaHome>().HostId)], PollInterval = TimeSpan.FromMilliseconds(50) };
        var worker = new Worker(Store, Get<JobKindCatalog>(), options, Get<IdSource>(), Get<TimeProvider>(), NullLogger<Worker>.Instance);
        _workers.Add((stop, Task.WhenAll(worker.RunAsync(stop.Token), Get<MaintenanceLoop>().RunAsync(stop.Token))));
        return stop;
    }

    public async Task StopWorkersAsync()
    {
        foreach (var (stop, running) in _workers)
        {
            await stop.CancelAsync();
            await running;
            stop.Dispose();
        }

        _workers.Clear();
    }

    /// <summary>Runs the default agent to the end.</summary>
    public async Task<AgentResult> RunAsync(string input = "go", AgentRunOptions? options = null, string agent = AgentRegistry.Self)
    {
        var run = await Runner.EnqueueAsync(agent, input, options, Cancellation);
        return await WaitAsync(run);
    }

    public async Task<AgentResult> WaitAsync(JobId run)
    {
        if (_workers.Count == 0)
        {
            StartWorker();
        }

        return await Runner.WaitAsync(run, Cancellation);
    }

    /// <summary>Waits until a run has given its slot back to wait for something.</summary>
    public async Task UntilWaitingAsync(JobId run)
    {
        while (true)
        {
            var version = Store.Version(StoreTopic.Events);
            var job = (await Store.FindAsync(run, Cancellation))!.Job;
            if (job.State is JobState.WaitingSignal or JobState.WaitingChildren)
            {
                return;
            }

            Assert.False(job.State.IsFinal(), $"The run ended {job.State} ({job.Error?.Message}) and was to wait.");
            await Store.WaitAsync(StoreTopic.Events, version, EventFeed.PollInterval, Cancellation);
        }
    }

    public async Task<IReadOnlyList<AgentEvent>> EventsAsync(JobId run) => await Runner.WatchAsync(run, default, Cancellation).ToListAsync(Cancellation);

    public async Task<IReadOnlyList<SessionMessage>> MessagesAsync(string session) =>
        await Sessions.ReadAsync(new SessionQuery { Tenant = "default", Session = session }, Cancellation);

    public static Tool Tool(Delegate method, string name, StepKind kind = StepKind.OnceOnly, TimeSpan? timeout = null, ToolRisk risk = ToolRisk.Execute) =>
        new() { Function = AIFunctionFactory.Create(method, name, name), Kind = kind, Timeout = timeout, Risk = risk };

    public async ValueTask DisposeAsync()
    {
        await StopWorkersAsync();
        await _provider.DisposeAsync();
        if (_ownsFolder)
        {
            _folder.Delete(recursive: true);
        }
    }

    private sealed class AgentToolsWanted;

    private sealed class FixedTools(IReadOnlyList<Tool> tools) : IToolCatalog
    {
        public IReadOnlyList<Tool> List() => tools;

        public Tool? Find(string name) => tools.FirstOrDefault(t => t.Function.Name == name || t.Aliases.Contains(name));

        public IReadOnlyList<string> Nearest(string name) => NearestNames.Of(name, tools.Select(t => t.Function.Name));
    }
}
