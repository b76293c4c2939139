using Isaa.Agents.Memory;
using Isaa.Agents.Registry;
using Isaa.Diagnostics;
using Isaa.Protocol.Agents.Minds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api.Minds;

internal static class MindEndpoints
{
    public static void MapMinds(this IEndpointRouteBuilder app)
    {
        app.MapGet("/agents/{name}/mind", GetAsync).WithSummary("What an agent keeps in mind beside its runs: goals, notes, promises, learnings, activities");
        app.MapDelete("/agents/{name}/mind/{entry}", ForgetAsync).WithSummary("Takes an entry off what an agent keeps in mind");
        app.MapPost("/runs/{id}/promote", PromoteAsync).WithSummary("Makes the notes of a run that has ended into learnings of its agent");
    }

    private static async Task<AgentMindView> GetAsync(AgentRegistry agents, AgentMinds minds, string name, CancellationToken cancellationToken)
    {
        var agent = (await agents.GetAsync(name, cancellationToken: cancellationToken)).Name;
        return await ViewAsync(minds, agent, await minds.GetAsync(agent, cancellationToken: cancellationToken), cancellationToken);
    }

    private static async Task<AgentMindView> ForgetAsync(AgentRegistry agents, AgentMinds minds, string name, string entry, CancellationToken cancellationToken)
    {
        var agent = (await agents.GetAsync(name, cancellationToken: cancellationToken)).Name;
        var before = await minds.GetAsync(agent, cancellationToken: cancellationToken);
        var after = await minds.ChangeAsync(agent, new AgentStateChange.Forget(entry), cancellationToken: cancellationToken);
        return after.Edition > before.Edition
            ? await ViewAsync(minds, agent, after, cancellationToken)
            : throw new IsaaException("entry_unknown", $"Agent '{agent}' keeps nothing in mind with the id '{entry}'.");
    }

    private static async Task<AgentMindView> PromoteAsync(AgentMinds minds, Isaa.Jobs.JobQueue queue, string id, string? project, CancellationToken cancellationToken)
    {
        var run = ApiInput.ReadJobId(id);
        var after = await minds.PromoteAsync(run, project, cancellationToken);
        var detail = await JobEndpoints.FindAsync(queue, id, cancellationToken);
        return await ViewAsync(minds, Isaa.Agents.AgentRunner.FindResult(detail)!.Agent, after, cancellationToken);
    }

    private static async Task<AgentMindView> ViewAsync(AgentMinds minds, string agent, AgentInternalState state, CancellationToken cancellationToken) => new()
    {
        Agent = agent,
        Edition = state.Edition,
        Project = state.Project,
        Issue = state.Issue,
        Goals = View(state.Goals),
        Notes = View(state.Notes),
        Promises = View(state.Promises),
        Learnings = View(state.Learnings),
        Activities = [.. (await minds.ListActivitiesAsync(agent, cancellationToken: cancellationToken)).Select(JobViews.View)],
    };

    private static IReadOnlyList<AgentMemoryView> View(IReadOnlyList<AgentMemoryItem> items) =>
        [.. items.Select(i => new AgentMemoryView { Id = i.Id, Text = i.Text, Project = i.Project, Run = i.Run?.ToString(), At = i.At, KeptAt = i.KeptAt })];
}
