using Isaa.Agents;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Protocol.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api;

internal static class RunEndpoints
{
    public static void MapRuns(this IEndpointRouteBuilder app) =>
        app.MapPost("/runs", StartAsync).WithSummary("Starts a run; it is on disk when this returns, and a worker does it");

    private static async Task<Created<StartedRun>> StartAsync(StartRun request, AgentRunner runner, JobQueue queue, CancellationToken cancellationToken)
    {
        var options = new AgentRunOptions
        {
            Id = request.Id is null ? null : ApiInput.ReadNewId(request.Id),
            Folder = request.Folder,
            Model = request.Model,
            Persona = request.Persona,
            Capabilities = request.Capabilities,
            Requires = request.Requires,
            Session = request.Session,
            Limits = Limits(request.Limits),
        };
        var id = await runner.EnqueueAsync(request.Agent, request.Task, options, cancellationToken);
        var job = await JobEndpoints.FindAsync(queue, id.ToString(), cancellationToken);
        return TypedResults.Created($"/api/v1/jobs/{id}", new StartedRun { Job = JobViews.View(job.Job) });
    }

    private static AgentLimits? Limits(RunLimits? limits)
    {
        if (limits is null or { Turns: null, Minutes: null, Tokens: null, Usd: null })
        {
            return null;
        }

        var faults = new List<string>();
        Check(faults, "turns", limits.Turns);
        Check(faults, "minutes", limits.Minutes is { } minutes ? double.IsFinite(minutes) ? (decimal)Math.Clamp(minutes, -1, 1e6) : -1 : null);
        Check(faults, "tokens", limits.Tokens);
        Check(faults, "usd", limits.Usd);
        return faults.Count == 0
            ? new AgentLimits
            {
                Turns = limits.Turns,
                Time = limits.Minutes is { } time ? TimeSpan.FromMinutes(Math.Min(time, 1e6)) : null,
                TotalTokens = limits.Tokens,
                Usd = limits.Usd,
            }
            : throw new IsaaException("limits_invalid", $"The limits are not right: {string.Join("; ", faults)}.");
    }

    private static void Check(List<string> faults, string name, decimal? value)
    {
        if (value <= 0)
        {
            faults.Add($"{name} must be more than 0");
        }
    }
}
