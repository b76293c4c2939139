using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Benchmarks.Queue;

/// <summary>The engine's queue and worker on a store, as a program would have them.</summary>
internal sealed class QueueEngine : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _stop = new();
    private Task _working = Task.CompletedTask;

    public QueueEngine(string address, int concurrency)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(new WorkerOptions { Concurrency = concurrency });
        BenchDatabase.AddStoreAt(services, address);
        services.AddIsaaJobs();
        services.AddSingleton<NoopHandler>();
        services.AddJob<NoopJob, NoopHandler>("bench.noop", NoopJson.Default.NoopJob);
        _services = services.BuildServiceProvider();
    }

    public NoopHandler Handler => _services.GetRequiredService<NoopHandler>();

    public JobQueue Queue => _services.GetRequiredService<JobQueue>();

    public IJobStore Store => _services.GetRequiredService<IJobStore>();

    public void StartWorker() => _working = _services.GetRequiredService<Worker>().RunAsync(_stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _working;
        await _services.DisposeAsync();
        _stop.Dispose();
    }
}
