using Isaa.Diagnostics;
using Isaa.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Working;

/// <summary>A worker's one lease row: begun once, kept alive, and noticed when lost.</summary>
internal sealed partial class WorkerLease : IDisposable
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);
    private readonly IJobStore _store;
    private readonly WorkerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IReadOnlyList<string> _kinds;
    private readonly CancellationTokenSource _lost = new();
    private readonly WorkerHeartbeat _heartbeat;

    public WorkerLease(IJobStore store, WorkerId worker, IReadOnlyList<string> kinds, WorkerOptions options, TimeProvider time, ILogger logger)
    {
        _kinds = kinds;
        _store = store;
        _options = options;
        _time = time;
        _logger = logger;
        Worker = worker;
        _heartbeat = new WorkerHeartbeat
        {
            Worker = worker,
            Host = Environment.MachineName,
            ProcessId = Environment.ProcessId,
            LeaseTime = options.LeaseTime,
        };
    }

    public WorkerId Worker { get; }

    /// <summary>Cancelled when the lease is lost, or cannot be known to hold.</summary>
    public CancellationToken Lost => _lost.Token;

    private WorkerHeartbeat Heartbeat => _heartbeat with
    {
        Reach = _options.Only is not null
            ? null
            : new WorkerReach
            {
                Name = _options.Name,
                Slots = _options.Concurrency,
                Kinds = _kinds,
                Queues = _options.Queues,
                Capabilities = _options.FindCapabilities?.Invoke() ?? _options.Capabilities,
                Reserved = _options.Reserved,
            },
    };

    public Task BeginAsync() => _store.HeartbeatAsync(Heartbeat, CancellationToken.None);

    public async Task KeepAsync(CancellationToken settled)
    {
        var held = _time.GetTimestamp();
        var pause = _options.HeartbeatInterval;
        while (!settled.IsCancellationRequested && !_lost.IsCancellationRequested)
        {
            await Pause.ForAsync(pause, _time, settled);
            if (settled.IsCancellationRequested)
            {
                return;
            }

            var beat = _time.GetTimestamp();
            pause = _options.HeartbeatInterval;
            if (await BeatAsync())
            {
                held = beat;
            }
            else if (_time.GetElapsedTime(held) >= _options.LeaseTime)
            {
                await LoseAsync();
            }
            else if (pause > AfterFailure)
            {
                pause = AfterFailure;
            }
        }
    }

    /// <summary>Gives the lease up: running jobs are told to stop, and what the worker holds is taken back when the lease is over.</summary>
    public async Task LoseAsync()
    {
        LogLost(Worker);
        await _lost.CancelAsync();
    }

    public void Dispose() => _lost.Dispose();

    private async Task<bool> BeatAsync()
    {
        try
        {
            if (await _store.HeartbeatAsync(Heartbeat, CancellationToken.None))
            {
                return true;
            }

            await LoseAsync();
        }
        catch (Exception e)
        {
            // Whatever it is: a worker that stops showing signs of life without knowing would run jobs that others run too.
            LogBeatFailed((e as IsaaException)?.Code ?? "internal_error", e);
        }

        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Worker {Worker} lost its lease; its jobs were taken back.")]
    private partial void LogLost(WorkerId worker);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sign of life could not be written ({Code}).")]
    private partial void LogBeatFailed(string code, Exception exception);
}
