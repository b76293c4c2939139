using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Maintenance;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;
using Isaa.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Isaa.Tests.Support;

/// <summary>A queue on a SQLite file of its own, with one job kind whose handler the test gives.</summary>
public sealed class TestEngine : IAsyncDisposable
{
    private readonly ServiceProvider _provider;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("isaa-test-");
    private readonly List<(CancellationTokenSource Stop, Task Running)> _workers = [];

    private TestEngine(
        Func<Call, JobContext, CancellationToken, Task<JobOutcome>> handler, TimeProvider time, Action<IServiceCollection>? services)
    {
        Time = time;
        var all = new ServiceCollection();
        services?.Invoke(all);
        _provider = all
            .AddLogging()
            .AddSingleton(time)
            .AddSqliteStore(new SqliteStoreOptions { Path = Path.Combine(_folder.FullName, "test.db") })
            .AddIsaaJobs()
            .AddSingleton(new DelegateHandler(handler))
            .AddJob<Call, DelegateHandler>("test.call", Json)
            .BuildServiceProvider();
    }

    public static JsonTypeInfo<Call> Json => (JsonTypeInfo<Call>)JsonSerializerOptions.Web.GetTypeInfo(typeof(Call));

    public static JsonTypeInfo<string> Text => (JsonTypeInfo<string>)JsonSerializerOptions.Web.GetTypeInfo(typeof(string));

    public TimeProvider Time { get; }

    public JobQueue Queue => _provider.GetRequiredService<JobQueue>();

    public IJobStore Store => _provider.GetRequiredService<IJobStore>();

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public static TestEngine Create(
        Func<Call, JobContext, CancellationToken, Task<JobOutcome>> handler, TimeProvider? time = null, Action<IServiceCollection>? services = null) =>
        new(handler, time ?? TimeProvider.System, services);

    /// <summary>Starts a worker; it stops with the engine, or when the result is cancelled. It writes through the engine's store unless another is given.</summary>
    public CancellationTokenSource StartWorker(WorkerOptions? options = null, IJobStore? store = null)
    {
        var stop = new CancellationTokenSource();
        var worker = new Worker(
            store ?? Store, Get<JobKindCatalog>(), options ?? new WorkerOptions(), Get<IdSource>(), Time, NullLogger<Worker>.Instance);
        var running = Task.WhenAll(worker.RunAsync(stop.Token), Get<MaintenanceLoop>().RunAsync(stop.Token));
        _workers.Add((stop, running));
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

    /// <summary>Adds a job, runs it to its end with a worker, and returns it.</summary>
    public async Task<JobDetail> RunAsync(EnqueueOptions? options = null)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var job = await Queue.EnqueueAsync(new Call(), options, cancellationToken);
        if (_workers.Count == 0)
        {
            StartWorker();
        }

        return (await Queue.WaitAsync(job, cancellationToken))!;
    }

    /// <summary>Waits until a job stands somewhere, after at least so many claims.</summary>
    public async Task<Job> UntilAsync(JobId id, JobState state, int started = 0)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        while (true)
        {
            var version = Store.Version(StoreTopic.Events);
            var job = (await Queue.FindAsync(id, cancellationToken))!.Job;
            if (job.State == state && job.Started >= started)
            {
                return job;
            }

            Assert.False(job.State.IsFinal(), $"The job ended {job.State} ({job.Error?.Message}) and was to be {state}.");
            await Store.WaitAsync(StoreTopic.Events, version, TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopWorkersAsync();
        await _provider.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>The arguments of the one job kind.</summary>
    public sealed record Call
    {
        public string Text { get; init; } = "";
    }

    internal sealed class DelegateHandler(Func<Call, JobContext, CancellationToken, Task<JobOutcome>> handler) : IJobHandler<Call>
    {
        public Task<JobOutcome> RunAsync(Call arguments, JobContext context, CancellationToken cancellationToken) =>
            handler(arguments, context, cancellationToken);
    }
}
