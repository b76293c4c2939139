using System.Collections.Concurrent;
using Isaa.Diagnostics;
using Isaa.Jobs.Batches;
using Isaa.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Working;

/// <summary>
/// Takes jobs under a lease and runs them, many at once. A job may be run twice when a machine is lost, so handlers keep what they did in steps.
/// </summary>
public sealed partial class Worker
{
    private readonly IJobStore _store;
    private readonly WorkerPorts _ports;
    private readonly WorkerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<Worker> _logger;
    private readonly ConcurrentDictionary<JobId, JobExecution> _running = new();
    private readonly WorkerClaims _claims;
    private readonly SlotSignal _slots = new();
    private readonly IReadOnlyList<string> _single;
    private readonly IReadOnlyList<BatchLine> _lines;
    private int _active;

    /// <summary>Creates a worker; nothing happens until <see cref="RunAsync"/>.</summary>
    public Worker(IJobStore store, JobKindCatalog kinds, WorkerOptions options, IdSource ids, TimeProvider time, ILogger<Worker> logger)
    {
        _store = store;
        _options = options;
        _time = time;
        _logger = logger;
        _ports = new WorkerPorts { Store = store, Kinds = kinds, Options = options, Ids = ids, Time = time, Logger = logger };
        _claims = new WorkerClaims(_ports, _running);
        _lines = [.. kinds.Batched.Select(kind => new BatchLine(kind, time))];
        _single = [.. kinds.Names.Except(_lines.SelectMany(line => line.Kinds))];
    }

    /// <summary>How many of its slots are taken: by jobs that run alone, and by batches.</summary>
    public int Running => Volatile.Read(ref _active);

    private int Free => _options.Concurrency - Running;

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
            catch (Exception e)
            {
                LogFailed((e as IsaaException)?.Code ?? "internal_error", e);
                await Pause.ForAsync(_options.PollInterval, _time, stop);
            }
        }
    }

    private async Task RunUnderLeaseAsync(CancellationToken stop)
    {
        using var lease = new WorkerLease(_store, new WorkerId(_ports.Ids.Next()), _ports.Kinds.Names, _options, _time, _logger);
        await lease.BeginAsync();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop, lease.Lost);
        using var settled = new CancellationTokenSource();
        var beats = lease.KeepAsync(settled.Token);
        var cancels = new CancelWatch(_ports, _running).RunAsync(lease.Worker, settled.Token);
        try
        {
            await ClaimUntilAsync(lease, ended.Token);
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

    private async Task ClaimUntilAsync(WorkerLease lease, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            if (Free <= 0 && !_lines.Any(line => line.IsOpen))
            {
                await _slots.WaitAsync(ended);
                await SlotSignal.GatherAsync(() => Free);
                continue;
            }

            var version = _store.Version(StoreTopic.Work);
            var (mayBeMore, nextAt) = await ClaimOnceAsync(lease, ended);
            if (!mayBeMore)
            {
                await (Free > 0 ? WaitForWorkAsync(version, nextAt, ended) : WaitForWorkOrSlotAsync(version, nextAt, ended));
            }
        }
    }

    private async Task<(bool MayBeMore, DateTimeOffset? NextAt)> ClaimOnceAsync(WorkerLease lease, CancellationToken ended)
    {
        var (mayBeMore, nextAt) = (false, default(DateTimeOffset?));
        if (_single.Count > 0 && Free is > 0 and var free)
        {
            (var jobs, mayBeMore, nextAt) = await _claims.TakeAsync(lease, _single, free, ended);
            foreach (var job in jobs)
            {
                Interlocked.Increment(ref _active);
                Start(job, seat: null, lease);
            }
        }

        foreach (var line in _lines.Where(line => line.IsOpen || Free > 0))
        {
            var (isFull, next) = await ClaimBatchAsync(lease, line, ended);
            mayBeMore |= isFull;
            nextAt = Earlier(nextAt, Earlier(next, line.Left is { } left ? _time.GetUtcNow() + left : null));
        }

        return (mayBeMore, nextAt);
    }

    private async Task<(bool IsFull, DateTimeOffset? NextAt)> ClaimBatchAsync(WorkerLease lease, BatchLine line, CancellationToken ended)
    {
        var (jobs, isFull, nextAt) = await _claims.TakeAsync(lease, line.Kinds, line.Room, ended);
        foreach (var job in jobs)
        {
            if (!line.IsOpen)
            {
                Interlocked.Increment(ref _active);
            }

            Start(job, line.Seat(), lease);
        }

        Close(line, always: false);
        return (isFull, nextAt);
    }

    private void Close(BatchLine line, bool always)
    {
        if (line.CloseIfDue(always))
        {
            FreeSlot();
        }
    }

    private void FreeSlot()
    {
        Interlocked.Decrement(ref _active);
        _slots.Set();
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) => left is null || right < left ? right ?? left : left;

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

    // A batch that gathers needs work, everything else a slot.
    private async Task WaitForWorkOrSlotAsync(long version, DateTimeOffset? nextAt, CancellationToken ended)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ended);
        var (work, slot) = (WaitForWorkAsync(version, nextAt, over.Token), _slots.WaitAsync(over.Token));
        await Task.WhenAny(work, slot);
        await over.CancelAsync();
        await Task.WhenAll(work, slot);
    }

    private void Start(ClaimedJob claimed, BatchSeat? seat, WorkerLease lease)
    {
        var execution = new JobExecution(_ports, claimed, seat, lease);
        _running[claimed.Job.Id] = execution;
        _ = Task.Run(() => ExecuteAsync(execution, seat, lease));
    }

    private async Task ExecuteAsync(JobExecution execution, BatchSeat? seat, WorkerLease lease)
    {
        try
        {
            await execution.RunAsync();
        }
        catch (Exception e)
        {
            // Nobody takes back what a worker holds that goes on living.
            LogUnsettled(execution.Job, e);
            await lease.LoseAsync();
        }
        finally
        {
            _running.TryRemove(execution.Job, out _);
            execution.Dispose();
            if (seat?.Leave() ?? true)
            {
                FreeSlot();
            }
        }
    }

    private async Task DrainAsync(WorkerLease lease)
    {
        foreach (var line in _lines)
        {
            Close(line, always: true);
        }

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

    [LoggerMessage(Level = LogLevel.Error, Message = "The worker failed with {Code}; it tries again.")]
    private partial void LogFailed(string code, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The outcome of job {Job} could not be written; the worker gives its lease up, so that its jobs are taken up again.")]
    private partial void LogUnsettled(JobId job, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} jobs did not stop in time and were abandoned; they are taken up again.")]
    private partial void LogAbandoned(int count);
}
