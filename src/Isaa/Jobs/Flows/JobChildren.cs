using System.Security.Cryptography;
using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Jobs.Waits;
using Isaa.Jobs.Working;

namespace Isaa.Jobs.Flows;

/// <summary>Adds children to one running attempt and waits for them. Thread safe.</summary>
/// <param name="ports">The store and the kinds.</param>
/// <param name="claimed">The attempt.</param>
/// <param name="journal">The attempt's steps.</param>
/// <param name="waits">Told when children are still open.</param>
internal sealed class JobChildren(WorkerPorts ports, ClaimedJob claimed, StepJournal journal, JobWaits waits)
{
    private const string StepName = "children";
    private const string RetryName = "retry";

    private readonly NewJobFactory _newJobs = new(ports.Kinds, ports.Ids);

    public async Task<IReadOnlyList<JobId>> AddAsync<TArguments>(
        StepKey key, IReadOnlyList<TArguments> arguments, ChildOptions options, CancellationToken cancellationToken)
        where TArguments : class
    {
        var enqueue = options.Enqueue ?? new EnqueueOptions { Tenant = claimed.Job.Tenant };
        var jobs = arguments.Select(a => Inherit(_newJobs.Create(a, enqueue))).ToArray();
        var hash = StepJournal.Hash(StepName, Fingerprint(jobs));
        var known = await journal.FindAsync(key, StepName, hash, cancellationToken);
        if (known is { IsDone: true })
        {
            return [.. StepJournal.Read(known, FlowJson.Default.StringArray)!.Select(Parse)];
        }

        using var open = journal.Open(key);
        var record = journal.Record(key, StepName, hash, StepKind.Repeatable) with
        {
            IsDone = true,
            Result = JsonSerializer.SerializeToUtf8Bytes([.. jobs.Select(j => j.Id.ToString())], FlowJson.Default.StringArray),
        };
        var commit = journal.Prepare(record, new StepEffects { Events = options.Events }) with
        {
            Children = [.. jobs.Select(j => new NewChild { Job = j, OnFailure = options.OnFailure, OutlivesParent = options.OutliveParent })],
        };
        await journal.CommitAsync(commit, CancellationToken.None);
        KillPoint.Reach(KillPoint.StepRecorded);
        return [.. jobs.Select(j => j.Id)];
    }

    public Task<IReadOnlyList<DependencyState>> ReadAsync(bool childrenOnly, CancellationToken cancellationToken) =>
        ports.Store.ReadDependenciesAsync(claimed.Job.Id, childrenOnly, cancellationToken);

    public async Task<IReadOnlyList<DependencyState>> WaitAsync(IReadOnlyCollection<JobId>? only, CancellationToken cancellationToken)
    {
        var all = await ReadAsync(childrenOnly: true, cancellationToken);
        var mine = only is null ? all : [.. all.Where(c => only.Contains(c.Job))];
        if (only is not null && only.Except(mine.Select(c => c.Job)).ToList() is { Count: > 0 } strangers)
        {
            throw new IsaaException("children_unknown", $"Job {claimed.Job.Id} waits for {string.Join(", ", strangers)}, which it did not add as its children.");
        }

        if (mine.All(c => !c.IsOpen && !FailsParent(c)))
        {
            return mine;
        }

        waits.AddChildren();
        throw new JobSuspendedException(claimed.Job.Id, "its children");
    }

    /// <summary>Lets children that did not end well run again, as a step; false when that has happened before.</summary>
    public async Task<bool> RetryAsync(StepKey key, IReadOnlyList<JobId> children, CancellationToken cancellationToken)
    {
        var hash = StepJournal.Hash(RetryName, string.Join(' ', children));
        if (await journal.FindAsync(key, RetryName, hash, cancellationToken) is { IsDone: true })
        {
            return false;
        }

        using var open = journal.Open(key);
        var record = journal.Record(key, RetryName, hash, StepKind.Repeatable) with { IsDone = true, Result = "null"u8.ToArray() };
        await journal.CommitAsync(journal.Prepare(record, new StepEffects()) with { RetryChildren = children }, CancellationToken.None);
        return true;
    }

    /// <summary>Ends the attempt until one of the children has ended.</summary>
    public JobSuspendedException WaitForAny(IReadOnlyCollection<JobId> children)
    {
        waits.AddAnyOf(children);
        return new JobSuspendedException(claimed.Job.Id, children.Count == 1 ? "its child" : "one of its children");
    }

    // Such a failure is the store's to judge: it ends the parent with the same error wherever the parent stands.
    private static bool FailsParent(DependencyState child) =>
        child.OnFailure == FailurePolicy.Fail && child.State.IsFinal() && child.State != JobState.Completed;

    private static JobId Parse(string text) => JobId.TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is no job id.");

    private NewJob Inherit(NewJob job) => job with { TraceParent = job.TraceParent ?? claimed.Job.TraceParent };

    private static string Fingerprint(NewJob[] jobs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var job in jobs)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{job.Kind}\n{job.Arguments.Length}\n"));
            hash.AppendData(job.Arguments.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
