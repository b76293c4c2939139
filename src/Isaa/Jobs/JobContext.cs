using System.Data.Common;
using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Jobs.Events;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Logs;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Jobs.Waits;
using Isaa.Jobs.Working;
using Microsoft.Extensions.Logging;

namespace Isaa.Jobs;

/// <summary>A running attempt: its job, its steps and its events. Thread safe, so steps may run side by side.</summary>
public sealed class JobContext
{
    private readonly LeaseWrites _writes;
    private readonly Lease _lease;
    private readonly StepJournal _journal;
    private readonly JobInterruption _interruption;
    private readonly JobSignals _signals;
    private readonly JobChildren _children;
    private readonly IJobStore _store;
    private volatile bool _isEnded;

    internal JobContext(WorkerPorts ports, ClaimedJob claimed, JobInterruption interruption)
    {
        _writes = ports.Writes;
        _lease = claimed.Lease;
        _interruption = interruption;
        _store = ports.Store;
        _journal = new StepJournal(ports, claimed);
        _signals = new JobSignals(ports, claimed, _journal, Waits);
        _children = new JobChildren(ports, claimed, _journal, Waits);
        Trail = new TrailBuffer(
            trail => ports.Store.CommitAsync(new JobCommit { Lease = _lease, Trail = trail }, CancellationToken.None), ports.Options.Logs, ports.Time);
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

    internal JobWaits Waits { get; } = new();

    internal TrailBuffer Trail { get; }

    internal bool IsEnded => _isEnded;

    /// <summary>
    /// Completes the job inside the handler's own transaction on the store's database, so that its effects and its end are one: both count from the
    /// commit. Write nothing else through this context until the transaction has ended; what the handler returns afterwards is not looked at. If the
    /// transaction is not committed, the job runs again, uncharged.
    /// </summary>
    /// <param name="transaction">An open transaction.</param>
    /// <param name="result">The result as UTF-8 JSON; null for none.</param>
    /// <exception cref="LeaseLostException">The job is no longer this worker's: roll back.</exception>
    /// <exception cref="ArgumentException">The transaction is on another database.</exception>
    public void CompleteIn(DbTransaction transaction, ReadOnlyMemory<byte>? result = null) =>
        EndIn(transaction, new Settlement.Complete { Lease = _lease, Result = result });

    /// <summary>Fails the job for good inside the handler's own transaction; all else as for <see cref="CompleteIn"/>.</summary>
    /// <param name="transaction">An open transaction.</param>
    /// <param name="error">Why.</param>
    /// <exception cref="LeaseLostException">The job is no longer this worker's: roll back.</exception>
    /// <exception cref="ArgumentException">The transaction is on another database.</exception>
    public void FailIn(DbTransaction transaction, JobError error) => EndIn(transaction, new Settlement.Fail { Lease = _lease, Error = error });

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

    /// <summary>
    /// Takes a signal, or waits for one: then the attempt ends here, its slot is free, and the handler is called again when the signal or the end of the
    /// time has come. The outcome is kept like a step's result, so a repeated handler sees the same. Signals that came before are kept and taken in order.
    /// </summary>
    /// <param name="step">What is waited for, where, and how long.</param>
    /// <param name="cancellationToken">Cancels the call; the signal may still have been taken, and comes back from the step in the next attempt.</param>
    /// <exception cref="JobSuspendedException">No signal is there yet. Let it pass.</exception>
    /// <exception cref="LeaseLostException">The job is no longer this worker's.</exception>
    /// <exception cref="IsaaException"><c>step_changed</c>; <c>signal_invalid</c>: the signal's body does not fit.</exception>
    public Task<SignalOutcome<T>> WaitForSignalAsync<T>(SignalStep<T> step, CancellationToken cancellationToken = default) =>
        _signals.WaitAsync(step, cancellationToken);

    /// <summary>The names of the signals that came for the job and were not taken yet, each once. A cheap look that writes nothing.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<string>> ReadSignalNamesAsync(CancellationToken cancellationToken = default) =>
        _store.ReadSignalNamesAsync(Id, cancellationToken);

    /// <summary>
    /// Adds jobs as children of this one, all or none, as a step: they are on disk when this returns, and a repeated handler gets the same ids without adding
    /// anything. Children run beside this job; wait for them with <see cref="WaitForChildrenAsync"/>.
    /// </summary>
    /// <param name="key">The step's place inside the job.</param>
    /// <param name="arguments">One of each child, in order.</param>
    /// <param name="options">How they are added; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The children's ids, in order.</returns>
    /// <exception cref="LeaseLostException">The job is no longer this worker's.</exception>
    /// <exception cref="IsaaException"><c>step_changed</c>, <c>flow_cycle</c>, or an error of adding jobs.</exception>
    public Task<IReadOnlyList<JobId>> EnqueueChildrenAsync<TArguments>(
        StepKey key, IReadOnlyList<TArguments> arguments, ChildOptions? options = null, CancellationToken cancellationToken = default)
        where TArguments : class => _children.AddAsync(key, arguments, options ?? new ChildOptions(), cancellationToken);

    /// <summary>
    /// Returns the children when they have ended; otherwise the attempt ends here, its slot is free, and the handler is called again when all of them have.
    /// A child that failed makes this job fail, go on or wait as its policy says.
    /// </summary>
    /// <param name="only">Only these children; null for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The children with their results, in the order in which they were added.</returns>
    /// <exception cref="JobSuspendedException">Children have not ended yet. Let it pass.</exception>
    /// <exception cref="IsaaException"><c>children_unknown</c>: one of <paramref name="only"/> is not a child of this job.</exception>
    public Task<IReadOnlyList<DependencyState>> WaitForChildrenAsync(IReadOnlyCollection<JobId>? only = null, CancellationToken cancellationToken = default) =>
        _children.WaitAsync(only, cancellationToken);

    /// <summary>
    /// Asks for the handler to be called again as soon as one of the children has ended; one that has ended already counts. Nothing of it is read here: look at
    /// the children first, and let what is returned pass.
    /// </summary>
    /// <param name="children">Children of this job that had not ended when they were looked at; at least one.</param>
    /// <returns>The notice to throw; the attempt ends with it and its slot is free.</returns>
    public JobSuspendedException WaitForAnyChild(IReadOnlyCollection<JobId> children) => _children.WaitForAny(children);

    /// <summary>Lets children that failed, were cancelled or are dead run again, as a step; this job waits for them anew. Children in another state are left as they are.</summary>
    /// <param name="key">The step's place inside the job: at one place it happens once.</param>
    /// <param name="children">The children.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False when it happened before.</returns>
    /// <exception cref="LeaseLostException">The job is no longer this worker's.</exception>
    public Task<bool> RetryChildrenAsync(StepKey key, IReadOnlyList<JobId> children, CancellationToken cancellationToken = default) =>
        _children.RetryAsync(key, children, cancellationToken);

    /// <summary>The job's children as they stand, with their results, in the order in which they were added.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<DependencyState>> ReadChildrenAsync(CancellationToken cancellationToken = default) =>
        _children.ReadAsync(childrenOnly: true, cancellationToken);

    /// <summary>All that the job waited for before it ran, its children included, with their results.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<DependencyState>> ReadDependenciesAsync(CancellationToken cancellationToken = default) =>
        _children.ReadAsync(childrenOnly: false, cancellationToken);

    /// <summary>
    /// Says how far the job is. Returns at once; the newest is written, with an event, at most once per <see cref="JobLogOptions.WriteInterval"/> and when the
    /// attempt ends.
    /// </summary>
    /// <param name="value">A number, a text or an object, as UTF-8 JSON.</param>
    public void ReportProgress(ReadOnlyMemory<byte> value) => Trail.Report(value);

    /// <summary>Says how far the job is; see the other overload.</summary>
    /// <param name="share">The share that is done, usually from 0 to 1 or to 100.</param>
    public void ReportProgress(double share) => Trail.Report(JsonSerializer.SerializeToUtf8Bytes(share, ProgressJson.Default.Double));

    /// <summary>Adds a line to the job's log. What loggers write during the attempt is added by itself.</summary>
    /// <param name="level">How grave it is; lines below <see cref="JobLogOptions.Level"/> are not kept.</param>
    /// <param name="text">The line.</param>
    public void Log(LogLevel level, string text) => Trail.Log(level, Job.Kind, text);

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

    private void EndIn(DbTransaction transaction, Settlement settlement)
    {
        if (!_store.Settle(transaction, settlement))
        {
            throw new LeaseLostException(Id);
        }

        _isEnded = true;
    }
}
