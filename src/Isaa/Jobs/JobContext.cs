using Isaa.Diagnostics;
using Isaa.Jobs.Events;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;

namespace Isaa.Jobs;

/// <summary>A running attempt: its job, its steps and its events. Thread safe, so steps may run side by side.</summary>
public sealed class JobContext
{
    private readonly LeaseWrites _writes;
    private readonly Lease _lease;
    private readonly StepJournal _journal;
    private readonly JobInterruption _interruption;

    internal JobContext(WorkerPorts ports, ClaimedJob claimed, JobInterruption interruption)
    {
        _writes = ports.Writes;
        _lease = claimed.Lease;
        _interruption = interruption;
        _journal = new StepJournal(ports, claimed);
        Job = claimed.Job;
        State = claimed.Snapshot?.State;
        Time = ports.Time;
    }

    /// <summary>The job as it was claimed.</summary>
    public Job Job { get; }

    /// <summary>The job's id.</summary>
    public JobId Id => Job.Id;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The state kept last by an earlier attempt, as UTF-8 JSON; null when none was kept.</summary>
    public ReadOnlyMemory<byte>? State { get; }

    /// <summary>Why somebody asked to cancel the job; null while nobody did.</summary>
    public string? CancelReason => _interruption.CancelReason;

    /// <summary>
    /// Runs a step once. Its result is on disk before this returns; after a restart the kept result comes back and the act is not repeated.
    /// </summary>
    /// <param name="step">What the step is.</param>
    /// <param name="act">The act. What it throws leaves the step open and reaches the caller.</param>
    /// <param name="cancellationToken">Passed to the act.</param>
    /// <exception cref="LeaseLostException">The job is no longer this worker's.</exception>
    /// <exception cref="IsaaException"><c>step_changed</c>: an earlier attempt recorded another name or input at this place.</exception>
    /// <exception cref="InvalidOperationException">The step keeps state while other steps are open.</exception>
    public async Task<StepResult<T>> RunStepAsync<T>(
        Step<T> step, Func<StepScope, CancellationToken, Task<T>> act, CancellationToken cancellationToken = default)
    {
        var hash = StepJournal.Hash(step.Name, step.Input);
        var known = await _journal.FindAsync(step.Key, step.Name, hash, cancellationToken);
        if (known is { IsDone: true })
        {
            return new StepResult<T>(StepStatus.Replayed, StepJournal.Read(known, step.ResultType));
        }

        using var open = _journal.Open(step.Key);
        if (known is not null)
        {
            return await RunInterruptedAsync(step, hash, act, cancellationToken);
        }

        if (step.Kind != StepKind.Repeatable)
        {
            await _journal.RecordIntentAsync(step, hash, cancellationToken);
            KillPoint.Reach(KillPoint.StepIntended);
        }

        return await ActAsync(step, hash, act, isRepeat: Job.Started > 1 && step.Kind == StepKind.Repeatable, cancellationToken);
    }

    /// <summary>Writes events now. They are on disk when this returns.</summary>
    /// <param name="events">The events, in order.</param>
    /// <param name="cancellationToken">Cancels the call; the events may still be written.</param>
    /// <exception cref="LeaseLostException">The job is no longer this worker's.</exception>
    public Task EmitAsync(IReadOnlyList<NewJobEvent> events, CancellationToken cancellationToken = default) =>
        CommitAsync(new JobCommit { Lease = _lease, Events = events }, cancellationToken);

    /// <summary>Writes other features' changes and events in one transaction, outside any step. They are on disk when this returns.</summary>
    /// <param name="writes">The changes; writing the same ones again after a restart must do no harm.</param>
    /// <param name="events">The events, in order.</param>
    /// <param name="cancellationToken">Cancels the call; the changes may still be written.</param>
    /// <exception cref="LeaseLostException">The job is no longer this worker's.</exception>
    public Task WriteAsync(
        IReadOnlyList<StoreWrite> writes, IReadOnlyList<NewJobEvent> events, CancellationToken cancellationToken = default) =>
        CommitAsync(new JobCommit { Lease = _lease, With = writes, Events = events }, cancellationToken);

    private async Task<StepResult<T>> RunInterruptedAsync<T>(
        Step<T> step, string hash, Func<StepScope, CancellationToken, Task<T>> act, CancellationToken cancellationToken)
    {
        if (step.Kind == StepKind.Reconcilable && step.Probe is { } probe)
        {
            var found = await probe(_journal.IdempotencyKey(step.Key), cancellationToken);
            if (found.Happened)
            {
                await _journal.RecordResultAsync(step, hash, found.Result!, CancellationToken.None);
                return new StepResult<T>(StepStatus.Replayed, found.Result);
            }

            return await ActAsync(step, hash, act, isRepeat: true, cancellationToken);
        }

        if (step.OnUnknown is null)
        {
            return new StepResult<T>(StepStatus.Unknown, default);
        }

        var value = step.OnUnknown();
        await _journal.RecordResultAsync(step, hash, value, CancellationToken.None);
        return new StepResult<T>(StepStatus.Unknown, value);
    }

    private async Task<StepResult<T>> ActAsync<T>(
        Step<T> step, string hash, Func<StepScope, CancellationToken, Task<T>> act, bool isRepeat, CancellationToken cancellationToken)
    {
        var value = await act(new StepScope(_journal.IdempotencyKey(step.Key), isRepeat), cancellationToken);
        KillPoint.Reach(KillPoint.StepActed);

        // What has happened is recorded even when cancelling was asked for meanwhile.
        await _journal.RecordResultAsync(step, hash, value, CancellationToken.None);
        KillPoint.Reach(KillPoint.StepRecorded);
        return new StepResult<T>(StepStatus.Ran, value);
    }

    private async Task CommitAsync(JobCommit commit, CancellationToken cancellationToken)
    {
        if (!await _writes.CommitAsync(commit, cancellationToken))
        {
            throw new LeaseLostException(Id);
        }
    }
}
