using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Store;
using Isaa.Protocol.Jobs;
using Isaa.Server.Api.Changes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api;

internal static class JobEndpoints
{
    private const int DependenciesShown = 100;

    public static void MapJobs(this IEndpointRouteBuilder app)
    {
        app.MapGet("/jobs", ListAsync).WithSummary("Lists jobs, newest first; pass 'next' as 'before' to read on");
        app.MapGet("/jobs/counts", CountAsync).WithSummary("Counts jobs by state; takes the same filter as the list");
        app.MapGet("/jobs/{id}", GetAsync).WithSummary("A job with its arguments, result, error, progress and what it waits for");
        app.MapGet("/jobs/{id}/steps", ListStepsAsync).WithSummary("A job's durable steps, oldest first; pass 'next' as 'skip' to read on");
        app.MapPost("/jobs/{id}/cancel", CancelAsync).WithSummary("Cancels a job; one that is being worked on is told and ends soon");
        app.MapPost("/jobs/{id}/retry", RetryAsync).WithSummary("Makes a failed, cancelled or dead job ready again; its finished steps are kept");
    }

    private static async Task<Protocol.Jobs.JobPage> ListAsync(
        JobSearch search, [AsParameters] FilterInput filter, string? before, int? limit, CancellationToken cancellationToken)
    {
        var size = ApiInput.ReadNumber("limit", limit, standard: 50, least: 1, most: 500);
        var after = before is null ? null : await FindPlaceAsync(search, before, cancellationToken);
        var page = await search.ListAsync(new JobQuery { Filter = filter.Read(), After = after, Limit = size }, cancellationToken);
        return new Protocol.Jobs.JobPage { Jobs = [.. page.Jobs.Select(JobViews.View)], Next = page.Next?.ToString() };
    }

    private static async Task<JobCounts> CountAsync(JobSearch search, [AsParameters] FilterInput filter, CancellationToken cancellationToken)
    {
        var counts = await search.CountAsync(filter.Read(), cancellationToken);
        return new JobCounts { States = counts.OrderBy(c => c.Key).ToDictionary(c => JobViews.Name(c.Key), c => c.Value) };
    }

    private static async Task<JobPlace?> FindPlaceAsync(JobSearch search, string before, CancellationToken cancellationToken)
    {
        if (before.Length < 32 && JobPlace.TryParse(before, out var place))
        {
            return place;
        }

        var job = ApiInput.ReadJobId(before);
        return await search.FindPlaceAsync(job, cancellationToken) ?? throw Unknown(job);
    }

    private static async Task<JobDetailView> GetAsync(JobQueue queue, string id, CancellationToken cancellationToken)
    {
        var detail = await FindAsync(queue, id, cancellationToken);
        var dependencies = await queue.ReadDependenciesAsync(detail.Job.Id, cancellationToken);
        return JobViews.View(detail, [.. dependencies.Take(DependenciesShown)]);
    }

    private static async Task<StepPage> ListStepsAsync(JobQueue queue, IJobStore store, string id, int? skip, int? limit, CancellationToken cancellationToken)
    {
        var size = ApiInput.ReadNumber("limit", limit, standard: 200, least: 1, most: 500);
        var from = ApiInput.ReadNumber("skip", skip, standard: 0, least: 0, most: int.MaxValue);
        var job = await FindAsync(queue, id, cancellationToken);
        var steps = await store.ReadStepsAsync(job.Job.Id, from, cancellationToken);
        return new StepPage { Steps = [.. steps.Take(size).Select(JobViews.View)], Next = steps.Count > size ? from + size : null };
    }

    private static async Task<JobView> CancelAsync(JobQueue queue, string id, CancelJob? request, CancellationToken cancellationToken)
    {
        var reason = ChangeInput.ReadReason(request?.Reason);
        var job = ApiInput.ReadJobId(id);
        return await queue.CancelAsync(job, reason, cancellationToken) is { } state
            ? state is JobState.Completed or JobState.Failed or JobState.Dead
                ? throw new IsaaException("job_state_conflict", $"Job {job} has ended already: it is {JobViews.Name(state)}.")
                : JobViews.View((await FindAsync(queue, id, cancellationToken)).Job)
            : throw Unknown(job);
    }

    private static async Task<JobView> RetryAsync(JobQueue queue, string id, CancellationToken cancellationToken)
    {
        var job = ApiInput.ReadJobId(id);
        var before = (await FindAsync(queue, id, cancellationToken)).Job.State;
        if (before is not (JobState.Failed or JobState.Cancelled or JobState.Dead))
        {
            throw new IsaaException("job_state_conflict",
                $"Job {job} is {JobViews.Name(before)}. Only a job that has failed, was cancelled or is dead can be retried.");
        }

        await queue.RetryAsync(job, cancellationToken);
        return JobViews.View((await FindAsync(queue, id, cancellationToken)).Job);
    }

    internal static async Task<JobDetail> FindAsync(JobQueue queue, string id, CancellationToken cancellationToken)
    {
        var job = ApiInput.ReadJobId(id);
        return await queue.FindAsync(job, cancellationToken) ?? throw Unknown(job);
    }

    private static IsaaException Unknown(JobId job) => new("job_unknown", $"There is no job {job} in this store.");
}
