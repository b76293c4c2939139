using Isaa.Agents.Control;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Protocol.Jobs;
using Isaa.Protocol.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api.Runs;

internal static class RunGuideEndpoints
{
    public static void MapRunGuide(this IEndpointRouteBuilder app)
    {
        app.MapGet("/runs/{id}", GetAsync).WithSummary("How a run stands: plan, use of tools, errors, files, result");
        app.MapPost("/runs/{id}/pause", PauseAsync).WithSummary("Tells a run to pause at the end of its turn");
        app.MapPost("/runs/{id}/resume", ResumeAsync).WithSummary("Lets a run go on that is paused, failed or was cancelled; a text is told to its model");
        app.MapPost("/runs/{id}/steer", SteerAsync).WithSummary("Speaks to a run while it goes on; its model is told before its next turn");
        app.MapPost("/runs/{id}/fork", ForkAsync).WithSummary("Goes another way from a turn of a run: a new run in a new session; the old one stays");
    }

    private static Task<RunStatus> GetAsync(AgentRuns runs, string id, CancellationToken cancellationToken) =>
        runs.GetStatusAsync(ApiInput.ReadJobId(id), cancellationToken);

    private static async Task<JobView> PauseAsync(AgentRuns runs, JobQueue queue, string id, GuideRun? guide, CancellationToken cancellationToken)
    {
        await runs.PauseAsync(ApiInput.ReadJobId(id), guide?.Reason, cancellationToken);
        return await ViewAsync(queue, id, cancellationToken);
    }

    private static async Task<JobView> ResumeAsync(AgentRuns runs, JobQueue queue, string id, GuideRun? guide, CancellationToken cancellationToken)
    {
        await runs.ResumeAsync(ApiInput.ReadJobId(id), guide?.Text, cancellationToken);
        return await ViewAsync(queue, id, cancellationToken);
    }

    private static async Task<JobView> SteerAsync(AgentRuns runs, JobQueue queue, string id, GuideRun guide, CancellationToken cancellationToken)
    {
        await runs.SteerAsync(ApiInput.ReadJobId(id), guide.Text ?? "", cancellationToken);
        return await ViewAsync(queue, id, cancellationToken);
    }

    private static async Task<Created<StartedRun>> ForkAsync(AgentRuns runs, JobQueue queue, string id, ForkRun? fork, CancellationToken cancellationToken)
    {
        if (fork?.Turn < 0)
        {
            throw new IsaaException("turn_invalid", $"'turn' is the last turn to take over, from 0; {fork.Turn} is none.");
        }

        var made = await runs.ForkAsync(ApiInput.ReadJobId(id), fork?.Turn, fork?.Task, fork?.Model, cancellationToken);
        return TypedResults.Created($"/api/v1/runs/{made}", new StartedRun { Job = await ViewAsync(queue, made.ToString(), cancellationToken) });
    }

    private static async Task<JobView> ViewAsync(JobQueue queue, string id, CancellationToken cancellationToken) =>
        JobViews.View((await JobEndpoints.FindAsync(queue, id, cancellationToken)).Job);
}
