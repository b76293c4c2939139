using Isaa.Diagnostics;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;

namespace Isaa.Jobs.Flows;

/// <summary>
/// Jobs that wait for one another, put together first and added as a whole with <see cref="JobQueue.EnqueueFlowAsync"/>. Jobs may be of any kinds and queues.
/// Not thread safe.
/// </summary>
public sealed class JobFlow
{
    /// <summary>The most jobs a flow may have: 10,000.</summary>
    public const int MaxJobs = 10_000;

    private readonly NewJobFactory _newJobs;
    private readonly List<NewJob> _jobs = [];

    internal JobFlow(NewJobFactory newJobs) => _newJobs = newJobs;

    /// <summary>How many jobs it has.</summary>
    public int Count => _jobs.Count;

    /// <summary>Takes a job into the flow.</summary>
    /// <param name="arguments">The arguments of a registered kind.</param>
    /// <param name="options">How it is added; its dependencies may be jobs of this flow or jobs that exist already. Null for the defaults.</param>
    /// <returns>The id it will have.</returns>
    /// <exception cref="IsaaException"><c>job_kind_unknown</c>, <c>arguments_too_large</c>, <c>job_invalid</c>, <c>flow_invalid</c> when the flow is full.</exception>
    public JobId Add<TArguments>(TArguments arguments, EnqueueOptions? options = null)
        where TArguments : class
    {
        if (_jobs.Count == MaxJobs)
        {
            throw new IsaaException("flow_invalid", $"A flow has at most {MaxJobs} jobs; add the rest as another flow that depends on this one.");
        }

        var job = _newJobs.Create(arguments, options ?? new EnqueueOptions());
        _jobs.Add(job);
        return job.Id;
    }

    /// <summary>Takes a job into the flow as a child of another of its jobs, which waits for it and may read its result.</summary>
    /// <param name="parent">A job of this flow.</param>
    /// <param name="arguments">The arguments of a registered kind.</param>
    /// <param name="options">How it is added; null for the defaults.</param>
    /// <returns>The id it will have.</returns>
    public JobId AddChild<TArguments>(JobId parent, TArguments arguments, ChildOptions? options = null)
        where TArguments : class
    {
        var child = Add(arguments, options?.Enqueue);
        AddDependency(parent, new JobDependency
        {
            Job = child,
            IsChild = true,
            OnFailure = options?.OnFailure ?? FailurePolicy.Fail,
            OutlivesParent = options?.OutliveParent ?? false,
        });
        return child;
    }

    /// <summary>Lets a job of this flow wait for another job.</summary>
    /// <param name="dependant">A job of this flow.</param>
    /// <param name="on">What it waits for: a job of this flow or one that exists already.</param>
    /// <exception cref="IsaaException"><c>flow_invalid</c>: the dependant is not in this flow.</exception>
    public void AddDependency(JobId dependant, JobDependency on)
    {
        var index = _jobs.FindIndex(j => j.Id == dependant);
        if (index < 0)
        {
            throw new IsaaException("flow_invalid", $"Job {dependant} is not in this flow; only its jobs can be given dependencies.");
        }

        _jobs[index] = _jobs[index] with { DependsOn = [.. _jobs[index].DependsOn, on] };
    }

    /// <summary>The jobs, each after those it waits for.</summary>
    /// <exception cref="IsaaException"><c>flow_cycle</c>, <c>flow_invalid</c>.</exception>
    internal IReadOnlyList<NewJob> Build() => FlowOrder.Sort(_jobs);
}
