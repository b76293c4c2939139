using System.Collections.Concurrent;
using Isaa.Diagnostics;
using Isaa.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Working;

/// <summary>Tells the jobs of one worker that somebody asked to cancel them.</summary>
/// <param name="ports">The store and the clock.</param>
/// <param name="running">The jobs the worker runs.</param>
internal sealed partial class CancelWatch(WorkerPorts ports, ConcurrentDictionary<JobId, JobExecution> running)
{
    private readonly ILogger _logger = ports.Logger;

    public async Task RunAsync(WorkerId worker, CancellationToken settled)
    {
        while (!settled.IsCancellationRequested)
        {
            try
            {
                var version = ports.Store.Version(StoreTopic.Cancels);
                if (!running.IsEmpty)
                {
                    await TellAsync(worker, settled);
                }

                await ports.Store.WaitAsync(StoreTopic.Cancels, version, ports.Options.PollInterval, settled);
            }
            catch (OperationCanceledException) when (settled.IsCancellationRequested)
            {
            }
            catch (Exception e)
            {
                LogUnread((e as IsaaException)?.Code ?? "internal_error", e);
                await Pause.ForAsync(ports.Options.PollInterval, ports.Time, settled);
            }
        }
    }

    private async Task TellAsync(WorkerId worker, CancellationToken cancellationToken)
    {
        foreach (var request in await ports.Store.ReadCancelRequestsAsync(worker, cancellationToken))
        {
            if (running.TryGetValue(request.Job, out var execution))
            {
                execution.Interruption.Cancel(request.Reason);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Whether jobs are to be cancelled could not be read ({Code}); the worker tries again.")]
    private partial void LogUnread(string code, Exception exception);
}
