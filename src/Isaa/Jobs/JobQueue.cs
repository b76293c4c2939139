using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Isaa.Diagnostics;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Changes;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Logs;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Store;
using Isaa.Jobs.Waits;
using Isaa.Jobs.Working;

namespace Isaa.Jobs;

/// <summary>Adds jobs, looks at them, and changes their course. Thread safe.</summary>
public sealed class JobQueue
{
    private readonly IJobStore _store;
    private readonly NewJobFactory _newJobs;
    private readonly IdSource _ids;
    private readonly EndWatch _ends;

    /// <summary>Creates the queue on a store.</summary>
    public JobQueue(IJobStore store, JobKindCatalog kinds, IdSource ids)
    {
        _store = store;
        _ids = ids;
        _ends = new EndWatch(store);
        _newJobs = new NewJobFactory(kinds, ids);
    }

    /// <summary>Adds a job. It is on disk when this returns.</summary>
    /// <param name="arguments">The arguments of a registered kind.</param>
    /// <param name="options">How it is added; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call; the job may still have been added.</param>
    /// <returns>The job that counts, and whether it is new; its id or its unique key may have let one that was there before win.</returns>
    /// <exception cref="IsaaException"><c>job_kind_unknown</c>, <c>arguments_too_large</c>, <c>arguments_unserializable</c>, <c>job_invalid</c>, or an error of the store.</exception>
    public async Task<EnqueueResult> EnqueueAsync<TArguments>(
        TArguments arguments, EnqueueOptions? options = null, CancellationToken cancellationToken = default)
        where TArguments : class
    {
        var job = _newJobs.Create(arguments, options ?? new EnqueueOptions());
        var result = (await _store.EnqueueAsync([job], cancellationToken))[0];
        KillPoint.Reach(KillPoint.JobEnqueued);
        return result;
    }

    /// <summary>Adds many jobs in one transaction, all or none.</summary>
    /// <param name="arguments">One of each job, in order.</param>
    /// <param name="options">How they are added; an id makes no sense here.</param>
    /// <param name="cancellationToken">Cancels the call; the jobs may still have been added.</param>
    /// <returns>For each the job that counts, and whether it is new.</returns>
    public Task<IReadOnlyList<EnqueueResult>> EnqueueManyAsync<TArguments>(
        IEnumerable<TArguments> arguments, EnqueueOptions? options = null, CancellationToken cancellationToken = default)
        where TArguments : class
    {
        var jobs = arguments.Select(a => _newJobs.Create(a, options ?? new EnqueueOptions())).ToArray();
        return _store.EnqueueAsync(jobs, cancellationToken);
    }

    /// <summary>Adds a job inside the caller's own transaction on the same database; it counts from the caller's commit.</summary>
    /// <param name="transaction">An open transaction on the store's database.</param>
    /// <param name="arguments">The arguments of a registered kind.</param>
    /// <param name="options">How it is added; null for the defaults.</param>
    /// <remarks>Call <see cref="NotifyAdded"/> after the commit, or the job waits for the workers' next poll.</remarks>
    public EnqueueResult Enqueue<TArguments>(DbTransaction transaction, TArguments arguments, EnqueueOptions? options = null)
        where TArguments : class
    {
        var job = _newJobs.Create(arguments, options ?? new EnqueueOptions());
        return _store.Enqueue(transaction, [job])[0];
    }

    /// <summary>Begins a flow: jobs that wait for one another and are added as a whole.</summary>
    public JobFlow CreateFlow() => new(_newJobs);

    /// <summary>Adds all jobs of a flow in one transaction. They are on disk when this returns.</summary>
    /// <param name="flow">The flow; adding it again adds nothing.</param>
    /// <param name="cancellationToken">Cancels the call; the flow may still have been added.</param>
    /// <exception cref="IsaaException"><c>flow_cycle</c>, <c>flow_invalid</c>, <c>dependency_unknown</c>, or an error of the store.</exception>
    public async Task EnqueueFlowAsync(JobFlow flow, CancellationToken cancellationToken = default)
    {
        await _store.EnqueueAsync(flow.Build(), cancellationToken);
        KillPoint.Reach(KillPoint.JobEnqueued);
    }

    /// <summary>Sends a job a signal. It is on disk when this returns, and is kept until the job waits for it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="name">What it is about; the job waits for it by this name.</param>
    /// <param name="body">What it says.</param>
    /// <param name="type">How the body is written as JSON.</param>
    /// <param name="id">The sender's id of it: sent again with the same id it changes nothing. Null for a new one.</param>
    /// <param name="cancellationToken">Cancels the call; the signal may still have been sent.</param>
    /// <exception cref="IsaaException"><c>signal_invalid</c>, <c>signal_too_large</c>, <c>signals_full</c>, or an error of the store.</exception>
    public Task<SignalResult> SignalAsync<T>(
        JobId job, string name, T body, JsonTypeInfo<T> type, string? id = null, CancellationToken cancellationToken = default) =>
        SignalAsync(job, name, JsonSerializer.SerializeToUtf8Bytes(body, type), id, cancellationToken);

    /// <summary>Sends a job a signal whose body is JSON already; see the other overload.</summary>
    /// <param name="job">The job.</param>
    /// <param name="name">What it is about.</param>
    /// <param name="body">What it says, as UTF-8 JSON.</param>
    /// <param name="id">The sender's id of it; null for a new one.</param>
    /// <param name="cancellationToken">Cancels the call; the signal may still have been sent.</param>
    public Task<SignalResult> SignalAsync(
        JobId job, string name, ReadOnlyMemory<byte> body, string? id = null, CancellationToken cancellationToken = default) =>
        _store.SignalAsync(SignalChecks.Create(job, name, body, id ?? _ids.Next().ToString("N")), cancellationToken);

    /// <summary>Reads a job's log, oldest first.</summary>
    /// <param name="query">Which lines.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<JobLogLine>> ReadLogAsync(JobLogQuery query, CancellationToken cancellationToken = default) =>
        _store.ReadLogAsync(query, cancellationToken);

    /// <summary>What a job waits for or waited for, its children included, in the order in which it was added.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<DependencyState>> ReadDependenciesAsync(JobId job, CancellationToken cancellationToken = default) =>
        _store.ReadDependenciesAsync(job, childrenOnly: false, cancellationToken);

    /// <summary>Wakes the workers after a commit of the caller's own.</summary>
    public void NotifyAdded()
    {
        _store.Notify(StoreTopic.Work);
        _store.Notify(StoreTopic.Due);
    }

    /// <summary>A job with its arguments and result; null when there is none.</summary>
    public Task<JobDetail?> FindAsync(JobId job, CancellationToken cancellationToken = default) => _store.FindAsync(job, cancellationToken);

    /// <summary>Counts jobs by state.</summary>
    public Task<IReadOnlyDictionary<JobState, long>> CountAsync(string? queue = null, CancellationToken cancellationToken = default) =>
        _store.CountAsync(queue, cancellationToken);

    /// <summary>Cancels a job: at once when no worker holds it, else its handler is told.</summary>
    /// <param name="job">The job.</param>
    /// <param name="reason">Why; kept with the job.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The job's state afterwards; <see cref="JobState.Active"/> while its handler is being told. Null when there is no such job.</returns>
    public async Task<JobState?> CancelAsync(JobId job, string reason, CancellationToken cancellationToken = default) =>
        (await _store.CancelAsync([job], reason, cancellationToken))[0];

    /// <summary>Makes a failed, cancelled or dead job ready again; its finished steps are kept.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The job's state afterwards; null when there is no such job.</returns>
    public async Task<JobState?> RetryAsync(JobId job, CancellationToken cancellationToken = default) =>
        (await _store.RetryAsync([job], at: null, cancellationToken))[0];

    /// <summary>Makes a failed, cancelled or dead job run again at a time; its finished steps are kept.</summary>
    /// <param name="job">The job.</param>
    /// <param name="at">The earliest time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The job's state afterwards; null when there is no such job.</returns>
    public async Task<JobState?> RetryAsync(JobId job, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        (await _store.RetryAsync([job], at, cancellationToken))[0];

    /// <summary>Changes a job's course: promotes it, gives it another priority or another time.</summary>
    /// <param name="job">The job.</param>
    /// <param name="change">What is to change.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The job's state afterwards; null when there is no such job.</returns>
    public async Task<JobState?> ChangeAsync(JobId job, JobChange change, CancellationToken cancellationToken = default) =>
        (await _store.ChangeAsync([job], change, cancellationToken))[0];

    /// <summary>Waits until a job has ended.</summary>
    /// <param name="job">The job.</param>
    /// <param name="cancellationToken">Ends the waiting; the job goes on.</param>
    /// <returns>The ended job; null when there is no such job.</returns>
    public async Task<JobDetail?> WaitAsync(JobId job, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            await _ends.WaitAsync(job, cancellationToken);
            var detail = await _store.FindAsync(job, cancellationToken);
            if (detail is null || detail.Job.State.IsFinal())
            {
                return detail;
            }
        }
    }
}
