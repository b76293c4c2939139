using System.Collections.Concurrent;
using Isaa.Diagnostics;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Working;

/// <summary>
/// Takes jobs under a lease and runs them, many at once. A job may be run twice when a machine is lost, so handlers keep what they did in steps.
/// </summary>
public sealed partial class Worker
{
    private static readonly TimeSpan SuspectPause = TimeSpan.FromSeconds(2);
    private readonly IJobStore _store;
    private readonly WorkerPorts _ports;
    private readonly WorkerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<Worker> _logger;
    private readonly ConcurrentDictionary<JobId, JobExecution> _running = new();
    private readonly SlotSignal _slots = new();
    private int _active;

    /// <summary>Creates a worker; nothing happens until <see cref="RunAsync"/>.</summary>
    public Worker(IJobStore store, JobKindCatalog kinds, WorkerOptions options, IdSource ids, TimeProvider time, ILogger<Worker> logger)
    {
        _store = store;
        _options = options;
        _time = time;
        _logger = logger;
        _ports = new WorkerPorts { Store = store, Kinds = kinds, Options = options, Ids = ids, Time = time, Logger = logger };
    }

    /// <summary>How many jobs it runs now.</summary>
    public int Running => Volatile.Read(ref _active);

    /// <summary>Works until told to stop; then running jobs may finish, are told to stop, and are given back.</summary>
    /// <param name="stop">Stops the worker.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await RunUnderLeaseAsync(stop);
            }
            catch (IsaaException e)
            {
                LogStoreFailed(e.Code, e);
                await Pause.ForAsync(_options.PollInterval, _time, stop);
            }
        }
    }

    private async Task RunUnderLeaseAsync(CancellationToken stop)
    {
        using var lease = new WorkerLease(_store, new WorkerId(_ports.Ids.Next()), _options, _time, _logger);
        await lease.BeginAsync();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop, lease.Lost);
        using var settled = new CancellationTokenSource();
        var beats = lease.KeepAsync(settled.Token);
        var cancels = WatchCancelsAsync(lease.Worker, settled.Token);
        try
        {
            await ClaimUntilAsync(lease.Worker, ended.Token);
        }
        finally
        {
            await DrainAsync(lease);
            await settled.CancelAsync();
            await Task.WhenAll(beats, cancels);
        }

        if (!lease.Lost.IsCancellationRequested)
        {
            await _store.RetireAsync(lease.Worker, CancellationToken.None);
        }
    }

    private async Task ClaimUntilAsync(WorkerId worker, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            var free = _options.Concurrency - Running;
            if (free == 0)
            {
                await _slots.WaitAsync(ended);
                continue;
            }

            var version = _store.Version(StoreTopic.Work);
            var claimed = await ClaimAsync(worker, free);
            foreach (var job in claimed.Jobs.Any(IsSuspect) ? await PutOffSuspectsAsync(claimed.Jobs) : claimed.Jobs)
            {
                Start(job);
            }

            if (claimed.Jobs.Count < free)
            {
                await WaitForWorkAsync(version, claimed.NextAt, ended);
            }
        }
    }

    // A claim is never cancelled: it may have taken effect, and its jobs would wait for a rescue.
    private Task<ClaimResult> ClaimAsync(WorkerId worker, int limit) => _store.ClaimAsync(
        new ClaimRequest
        {
            Worker = worker,
            Limit = limit,
            Kinds = _ports.Kinds.Names,
            Queues = _options.Queues,
            Capabilities = _options.FindCapabilities?.Invoke() ?? _options.Capabilities,
            Only = _options.Only,
        },
        CancellationToken.None);

    private async Task WaitForWorkAsync(long version, DateTimeOffset? nextAt, CancellationToken ended)
    {
        var atMost = nextAt - _time.GetUtcNow() is { } wait && wait < _options.PollInterval ? wait : _options.PollInterval;
        try
        {
            await _store.WaitAsync(StoreTopic.Work, version, atMost > TimeSpan.Zero ? atMost : TimeSpan.Zero, ended);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
        }
    }

    private bool IsSuspect(ClaimedJob claimed) => claimed.Job.Stalled > 0 && claimed.Job.Stalled >= _options.StallLimit;

    // One more death of its worker is such a job's end. It runs beside no other such job, so that one that kills workers does not take the innocent along.
    private async Task<List<ClaimedJob>> PutOffSuspectsAsync(IReadOnlyList<ClaimedJob> claimed)
    {
        var isTaken = _running.Values.Any(execution => IsSuspect(execution.Claimed));
        var started = new List<ClaimedJob>();
        foreach (var job in claimed)
        {
            if (IsSuspect(job) && isTaken)
            {
                var until = _time.GetUtcNow() + SuspectPause;
                await _ports.Writes.SettleAsync(new Settlement.Snooze { Lease = job.Lease, Until = until, Reason = "another job runs whose workers were lost as often" });
            }
            else
            {
                isTaken |= IsSuspect(job);
                started.Add(job);
            }
        }

        return started;
    }

    private void Start(ClaimedJob claimed)
    {
        Interlocked.Increment(ref _active);
        var execution = new JobExecution(_ports, claimed);
        _running[claimed.Job.Id] = execution;
        _ = Task.Run(() => ExecuteAsync(execution));
    }

    private async Task ExecuteAsync(JobExecution execution)
    {
        try
        {
            await execution.RunAsync();
        }
        catch (Exception e)
        {
            // Its outcome could not be written; the lease ends and the job is taken up again.
            LogUnsettled(execution.Job, e);
        }
        finally
        {
            _running.TryRemove(execution.Job, out _);
            execution.Dispose();
            Interlocked.Decrement(ref _active);
            _slots.Set();
        }
    }

    private async Task WatchCancelsAsync(WorkerId worker, CancellationToken settled)
    {
        while (!settled.IsCancellationRequested)
        {
            try
            {
                var version = _store.Version(StoreTopic.Cancels);
                if (Running > 0)
                {
                    await TellCancelledAsync(worker, settled);
                }

                await _store.WaitAsync(StoreTopic.Cancels, version, _options.PollInterval, settled);
            }
            catch (OperationCanceledException) when (settled.IsCancellationRequested)
            {
            }
            catch (IsaaException e)
            {
                LogStoreFailed(e.Code, e);
                await Pause.ForAsync(_options.PollInterval, _time, settled);
            }
        }
    }

    private async Task TellCancelledAsync(WorkerId worker, CancellationToken cancellationToken)
    {
        foreach (var request in await _store.ReadCancelRequestsAsync(worker, cancellationToken))
        {
            if (_running.TryGetValue(request.Job, out var execution))
            {
                execution.Interruption.Cancel(request.Reason);
            }
        }
    }

    private async Task DrainAsync(WorkerLease lease)
    {
        if (!lease.Lost.IsCancellationRequested && _options.StopGrace > TimeSpan.Zero)
        {
            await WaitIdleAsync(_options.StopGrace);
        }

        var cause = lease.Lost.IsCancellationRequested ? JobInterruption.Cause.LeaseLost : JobInterruption.Cause.Stopping;
        foreach (var execution in _running.Values)
        {
            execution.Interruption.Interrupt(cause);
        }

        if (!await WaitIdleAsync(_options.StopLimit))
        {
            LogAbandoned(Running);
        }
    }

    private async Task<bool> WaitIdleAsync(TimeSpan atMost)
    {
        using var limit = new CancellationTokenSource(atMost, _time);
        while (Running > 0 && !limit.IsCancellationRequested)
        {
            await _slots.WaitAsync(limit.Token);
        }

        return Running == 0;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store failed with {Code}; the worker tries again.")]
    private partial void LogStoreFailed(string code, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The outcome of job {Job} could not be written; it is taken up again when its lease ends.")]
    private partial void LogUnsettled(JobId job, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} jobs did not stop in time and were abandoned; they are taken up again.")]
    private partial void LogAbandoned(int count);
}
