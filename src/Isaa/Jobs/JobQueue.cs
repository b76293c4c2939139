using System.Data.Common;
using Isaa.Diagnostics;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Changes;
using Isaa.Jobs.Events;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;

namespace Isaa.Jobs;

/// <summary>Adds jobs, looks at them, and changes their course. Thread safe.</summary>
public sealed class JobQueue
{
    private readonly IJobStore _store;
    private readonly NewJobFactory _newJobs;

    /// <summary>Creates the queue on a store.</summary>
    public JobQueue(IJobStore store, JobKindCatalog kinds, IdSource ids)
    {
        _store = store;
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
            var version = _store.Version(StoreTopic.Events);
            var detail = await _store.FindAsync(job, cancellationToken);
            if (detail is null || detail.Job.State.IsFinal())
            {
                return detail;
            }

            await _store.WaitAsync(StoreTopic.Events, version, EventFeed.PollInterval, cancellationToken);
        }
    }
}
