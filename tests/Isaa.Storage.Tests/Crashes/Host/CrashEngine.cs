using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Duties;
using Isaa.Jobs.Inspection;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Maintenance;
using Isaa.Jobs.Retention;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Storage.Tests.Crashes.Host;

/// <summary>The engine's queue, worker and maintenance on a store, as a program would have them.</summary>
internal sealed class CrashEngine : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _stop = new();
    private Task _working = Task.CompletedTask;

    public CrashEngine(CrashOrder order)
    {
        Database = CrashStore.Parse(order.Store);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(new WorkerOptions
        {
            Concurrency = 8,
            LeaseTime = order.LeaseTime,
            HeartbeatInterval = order.LeaseTime / 4,
            PollInterval = TimeSpan.FromMilliseconds(250),
            StallLimit = order.StallLimit,
        });
        services.AddSingleton(new RetentionOptions { Completed = order.KeepFor });
        services.AddSingleton<TimeProvider>(new JumpingTime(order.ClockOffset, order.ClockJumps, order.Seed));
        Database.AddTo(services, order.ClockJumps || order.ClockOffset != default);
        services.AddIsaaJobs();
        services.AddSingleton(order);
        services.AddSingleton(_ => new Ledger(order.Folder));
        services.AddSingleton<CrashHandlers>();
        services.AddJob<PlainWork, CrashHandlers>("crash.plain", CrashJson.Default.PlainWork);
        services.AddJob<StepsWork, CrashHandlers>("crash.steps", CrashJson.Default.StepsWork);
        services.AddJob<RetryWork, CrashHandlers>("crash.retry", CrashJson.Default.RetryWork);
        services.AddJob<SnoozeWork, CrashHandlers>("crash.snooze", CrashJson.Default.SnoozeWork);
        services.AddJob<OrderWork, CrashHandlers>("crash.order", CrashJson.Default.OrderWork);
        services.AddJob<KeyedWork, CrashHandlers>("crash.keyed", CrashJson.Default.KeyedWork);
        services.AddSingleton<FlowHandlers>();
        services.AddJob<SignalledWork, FlowHandlers>("crash.signalled", CrashJson.Default.SignalledWork);
        services.AddJob<ParentWork, FlowHandlers>("crash.parent", CrashJson.Default.ParentWork);
        services.AddJob<DependantWork, FlowHandlers>("crash.dependant", CrashJson.Default.DependantWork);
        services.AddJob<HeldWork, CrashHandlers>("crash.held", CrashJson.Default.HeldWork);
        services.AddJob<PoisonWork, PoisonHandler>("crash.poison", CrashJson.Default.PoisonWork);
        _services = services.BuildServiceProvider();
    }

    public CrashStore Database { get; }

    public Ledger Ledger => _services.GetRequiredService<Ledger>();

    public JobQueue Queue => _services.GetRequiredService<JobQueue>();

    public IJobStore Store => _services.GetRequiredService<IJobStore>();

    public IQueueStore Queues => _services.GetRequiredService<IQueueStore>();

    public IInspectionStore Inspection => _services.GetRequiredService<IInspectionStore>();

    public IDutyStore Duties => _services.GetRequiredService<IDutyStore>();

    public IdSource Ids => _services.GetRequiredService<IdSource>();

    public void Start() => _working = Task.WhenAll(
        _services.GetRequiredService<Worker>().RunAsync(_stop.Token), _services.GetRequiredService<MaintenanceLoop>().RunAsync(_stop.Token));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _working;
        await _services.DisposeAsync();
        _stop.Dispose();
    }
}
