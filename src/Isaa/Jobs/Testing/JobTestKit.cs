using Isaa.Diagnostics;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Testing;

/// <summary>
/// A queue for tests of handlers and of code that adds jobs: no worker runs by itself, jobs run when the test says so, on the thread that says so,
/// and the clock moves only when told. It is the real queue on a real store, so what works here works in production. Not thread safe.
/// </summary>
public sealed class JobTestKit : IAsyncDisposable
{
    private static readonly TimeSpan Forever = TimeSpan.FromDays(36_500);

    private readonly ServiceProvider _provider;
    private readonly DirectoryInfo _folder;
    private readonly WorkerPorts _ports;
    private WorkerId? _worker;

    private JobTestKit(ServiceProvider provider, DirectoryInfo folder, VirtualTime time)
    {
        _provider = provider;
        _folder = folder;
        Time = time;
        _ports = new WorkerPorts
        {
            Store = provider.GetRequiredService<IJobStore>(),
            Kinds = provider.GetRequiredService<JobKindCatalog>(),
            Options = provider.GetRequiredService<WorkerOptions>() with { LeaseTime = Forever },
            Ids = provider.GetRequiredService<IdSource>(),
            Time = time,
            Logger = provider.GetRequiredService<ILogger<JobTestKit>>(),
        };
    }

    /// <summary>The clock.</summary>
    public VirtualTime Time { get; }

    /// <summary>All that was registered.</summary>
    public IServiceProvider Services => _provider;

    /// <summary>The queue.</summary>
    public JobQueue Queue => _provider.GetRequiredService<JobQueue>();

    private IJobStore Store => _ports.Store;

    /// <summary>Makes a kit.</summary>
    /// <param name="configure">
    /// Registers a store, job kinds and what their handlers need. The text is a folder of the kit's own for the store's file; it is removed with the kit.
    /// </param>
    /// <param name="start">The time the clock begins with; null for the first of January 2030.</param>
    public static JobTestKit Create(Action<IServiceCollection, string> configure, DateTimeOffset? start = null)
    {
        var folder = Directory.CreateTempSubdirectory("isaa-test-kit-");
        var time = new VirtualTime(start);
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<TimeProvider>(time);
        configure(services, folder.FullName);
        services.AddIsaaJobs();
        return new JobTestKit(services.BuildServiceProvider(), folder, time);
    }

    /// <summary>Runs one attempt at the next ready job, as a worker would.</summary>
    /// <param name="cancellationToken">Ends the looking; an attempt that has begun is finished.</param>
    /// <returns>The job after the attempt; null when none was ready.</returns>
    public async Task<JobDetail?> RunOneAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Store.PromoteDueAsync(CancellationToken.None);
        var claimed = await ClaimAsync();
        if (claimed is null)
        {
            return null;
        }

        using var execution = new JobExecution(_ports, claimed);
        await execution.RunAsync();
        return await Queue.FindAsync(claimed.Job.Id, CancellationToken.None);
    }

    /// <summary>Runs ready jobs, and those they make ready, until none is left. The clock stays.</summary>
    /// <param name="limit">More attempts than this are taken for jobs that put themselves back for ever. Default 1,000.</param>
    /// <param name="cancellationToken">Ends the running between two attempts.</param>
    /// <returns>How many attempts ran.</returns>
    /// <exception cref="JobAssertionException">The limit was reached.</exception>
    public async Task<int> RunUntilIdleAsync(int limit = 1000, CancellationToken cancellationToken = default)
    {
        for (var attempts = 0; attempts <= limit; attempts++)
        {
            if (await RunOneAsync(cancellationToken) is null)
            {
                return attempts;
            }
        }

        throw new JobAssertionException($"After {limit} attempts there are still jobs ready. Give a higher limit, or look for a job that puts itself back again and again.");
    }

    /// <summary>
    /// Adds a job and runs it, and whatever it adds, until it has ended. Pauses before retries and snoozes are skipped by moving the clock. A job that
    /// waits for a signal is returned waiting.
    /// </summary>
    /// <param name="arguments">The arguments of a registered kind.</param>
    /// <param name="options">How it is added; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the running between two attempts.</param>
    /// <returns>The job as it stands then.</returns>
    public async Task<JobDetail> RunAsync<TArguments>(
        TArguments arguments, EnqueueOptions? options = null, CancellationToken cancellationToken = default)
        where TArguments : class
    {
        var id = await Queue.EnqueueAsync(arguments, options, cancellationToken);
        while (true)
        {
            await RunUntilIdleAsync(cancellationToken: cancellationToken);
            var detail = (await Queue.FindAsync(id, cancellationToken))!;
            if (detail.Job.State.IsFinal() || await NextDueAsync(cancellationToken) is not { } due)
            {
                return detail;
            }

            Time.Advance(due - Time.GetUtcNow());
        }
    }

    /// <summary>Moves the clock on and makes what is due ready; run it with <see cref="RunUntilIdleAsync"/>.</summary>
    /// <param name="by">How far.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task AdvanceAsync(TimeSpan by, CancellationToken cancellationToken = default)
    {
        Time.Advance(by);
        await Store.PromoteDueAsync(cancellationToken);
    }

    /// <summary>All jobs of a kind, oldest first, whatever became of them.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<AddedJob<TArguments>>> FindAsync<TArguments>(CancellationToken cancellationToken = default)
        where TArguments : class
    {
        var kind = _ports.Kinds.Get(typeof(TArguments));
        var jobs = await ListAsync(new JobFilter { Kind = kind.Name }, cancellationToken);
        var found = new List<AddedJob<TArguments>>(jobs.Count);
        foreach (var job in jobs.Reverse())
        {
            var detail = (await Queue.FindAsync(job.Id, cancellationToken))!;
            found.Add(new AddedJob<TArguments>(detail.Job, (TArguments)kind.Deserialize(detail.Arguments, job.Id)));
        }

        return found;
    }

    /// <summary>Asserts that exactly one job of a kind was added that matches.</summary>
    /// <param name="matches">Which arguments are meant; null for any.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The job.</returns>
    /// <exception cref="JobAssertionException">There is none, or more than one.</exception>
    public async Task<AddedJob<TArguments>> AssertAddedAsync<TArguments>(Func<TArguments, bool>? matches = null, CancellationToken cancellationToken = default)
        where TArguments : class
    {
        var all = await FindAsync<TArguments>(cancellationToken);
        var found = all.Where(j => matches?.Invoke(j.Arguments) ?? true).ToList();
        return found.Count == 1 ? found[0] : throw new JobAssertionException(
            $"One matching {typeof(TArguments).Name} job should have been added; {found.Count} were, of {all.Count} of that kind: {Show(all)}.");
    }

    /// <summary>Asserts that no job of a kind was added that matches.</summary>
    /// <param name="matches">Which arguments are meant; null for any.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="JobAssertionException">There is one.</exception>
    public async Task AssertNotAddedAsync<TArguments>(Func<TArguments, bool>? matches = null, CancellationToken cancellationToken = default)
        where TArguments : class
    {
        var found = (await FindAsync<TArguments>(cancellationToken)).Where(j => matches?.Invoke(j.Arguments) ?? true).ToList();
        if (found.Count > 0)
        {
            throw new JobAssertionException($"No matching {typeof(TArguments).Name} job should have been added; there are: {Show(found)}.");
        }
    }

    /// <summary>Asserts where a job stands.</summary>
    /// <param name="job">The job.</param>
    /// <param name="state">Where it should stand.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The job.</returns>
    /// <exception cref="JobAssertionException">It stands elsewhere, or does not exist.</exception>
    public async Task<JobDetail> AssertStateAsync(JobId job, JobState state, CancellationToken cancellationToken = default)
    {
        var detail = await Queue.FindAsync(job, cancellationToken) ?? throw new JobAssertionException($"Job {job} should be {state}; there is no such job.");
        return detail.Job.State == state ? detail : throw new JobAssertionException(
            $"Job {job} should be {state}; it is {detail.Job.State}{(detail.Job.Error is { } error ? $" ({error.Code}: {error.Message})" : "")}.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        if (_folder.Exists)
        {
            _folder.Delete(recursive: true);
        }
    }

    private static string Show<TArguments>(IReadOnlyList<AddedJob<TArguments>> jobs) =>
        jobs.Count == 0 ? "none" : string.Join("; ", jobs.Take(10).Select(j => $"{j.Arguments} ({j.Job.State})"));

    private async Task<ClaimedJob?> ClaimAsync()
    {
        if (_worker is not { } worker)
        {
            _worker = worker = new WorkerId(_ports.Ids.Next());
            await Store.HeartbeatAsync(new WorkerHeartbeat { Worker = worker, Host = "test", ProcessId = Environment.ProcessId, LeaseTime = Forever }, CancellationToken.None);
        }

        var request = new ClaimRequest
        {
            Worker = worker,
            Limit = 1,
            Kinds = _ports.Kinds.Names,
            Capabilities = _ports.Options.FindCapabilities?.Invoke() ?? _ports.Options.Capabilities,
        };
        return (await Store.ClaimAsync(request, CancellationToken.None)).Jobs.SingleOrDefault();
    }

    private async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken)
    {
        var delayed = await ListAsync(new JobFilter { States = [JobState.Delayed] }, cancellationToken);
        return delayed.Count == 0 ? null : delayed.Min(j => j.RunAt);
    }

    private async Task<IReadOnlyList<Job>> ListAsync(JobFilter filter, CancellationToken cancellationToken)
    {
        var jobs = new List<Job>();
        var query = new JobQuery { Filter = filter, Limit = 500 };
        while (true)
        {
            var page = await _provider.GetRequiredService<JobSearch>().ListAsync(query, cancellationToken);
            jobs.AddRange(page.Jobs);
            if (page.Next is not { } next)
            {
                return jobs;
            }

            query = query with { After = next };
        }
    }
}
