using Isaa.Diagnostics;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;
using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Maintenance;

/// <summary>The one loop around all maintenance tasks; each runs at its own pace.</summary>
public sealed partial class MaintenanceLoop
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly IJobStore _store;
    private readonly IReadOnlyList<IMaintenanceTask> _tasks;
    private readonly TimeProvider _time;
    private readonly ILogger<MaintenanceLoop> _logger;

    /// <summary>Creates the loop; nothing happens until <see cref="RunAsync"/>.</summary>
    public MaintenanceLoop(IJobStore store, IEnumerable<IMaintenanceTask> tasks, TimeProvider time, ILogger<MaintenanceLoop> logger)
    {
        _store = store;
        _tasks = [.. tasks];
        _time = time;
        _logger = logger;
    }

    /// <summary>Runs all tasks until told to stop.</summary>
    /// <param name="stop">Stops the loop.</param>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(_tasks.Select(task => RepeatAsync(task, stop)));

    private async Task RepeatAsync(IMaintenanceTask task, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var version = task.WakesOn is { } topic ? _store.Version(topic) : 0;
                var result = await task.RunOnceAsync(stop);
                if (result.Count > 0)
                {
                    LogDone(task.Name, result.Count);
                }

                await PauseAsync(task, version, result.Next, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
            catch (Exception e)
            {
                LogFailed(task.Name, (e as IsaaException)?.Code ?? "internal_error", e);
                await Pause.ForAsync(AfterFailure, _time, stop);
            }
        }
    }

    private async Task PauseAsync(IMaintenanceTask task, long version, TimeSpan next, CancellationToken stop)
    {
        if (task.WakesOn is { } topic)
        {
            await _store.WaitAsync(topic, version, next, stop);
        }
        else
        {
            await Task.Delay(next, _time, stop);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Maintenance '{Task}' touched {Count} jobs.")]
    private partial void LogDone(string task, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Maintenance '{Task}' failed with {Code}; it tries again.")]
    private partial void LogFailed(string task, string code, Exception exception);
}
