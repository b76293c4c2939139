using System.ComponentModel;
using System.Globalization;
using Isaa.Agents.Calls;
using Isaa.Agents.SubAgents;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Changes;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Steps;
using Isaa.Tools;

namespace Isaa.Agents.OwnJobs;

/// <summary>Lets an agent look after the jobs that are assigned to it: its own runs that wait, and further ones.</summary>
/// <param name="search">Finds jobs.</param>
/// <param name="queue">Changes their course.</param>
/// <param name="runner">Adds runs.</param>
internal sealed class OwnJobTools(JobSearch search, JobQueue queue, AgentRunner runner)
{
    private const int Most = 50;
    private const int LeastPriority = -100;
    private const int MostPriority = 100;

    [Tool("list_own_jobs", Categories = ["jobs"], Kind = StepKind.Repeatable, Risk = ToolRisk.Read)]
    [Description("Lists the jobs that are assigned to this agent and have not ended, the newest first.")]
    public async Task<string> ListAsync(ToolCallContext context, CancellationToken cancellationToken)
    {
        var page = await search.ListAsync(
            new JobQuery
            {
                Filter = new JobFilter
                {
                    Tenant = context.Tenant,
                    Kind = AgentRunJob.Kind,
                    Tags = [$"agent:{context.Agent}"],
                    States = [.. Enum.GetValues<JobState>().Where(s => !s.IsFinal())],
                },
                Limit = Most,
            },
            cancellationToken);
        return page.Jobs.Count == 0 ? "No job is assigned to this agent." : string.Join('\n', page.Jobs.Select(j => Line(j, context)));
    }

    [Tool("reprioritise_job", Aliases = ["reprioritize_job"], Categories = ["jobs"], Kind = StepKind.Repeatable, Risk = ToolRisk.Write)]
    [Description("Gives a job of this agent that waits another priority: lower runs first, 0 is normal.")]
    public async Task<string> ReprioritiseAsync(
        [Description("The job's id")] string id,
        [Description("From -100 (first) to 100 (last)")] int priority,
        ToolCallContext context,
        CancellationToken cancellationToken)
    {
        if (priority is < LeastPriority or > MostPriority)
        {
            throw new IsaaException("invalid_arguments", $"priority is {priority}; it lies between {LeastPriority} and {MostPriority}.");
        }

        var job = await GetOwnAsync(id, context, cancellationToken);
        var state = await queue.ChangeAsync(job.Id, new JobChange.Reprioritise { Priority = priority }, cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"Job {job.Id} has priority {priority} and is {state?.ToString().ToLowerInvariant()}.");
    }

    [Tool("add_sub_job", Categories = ["jobs"], Kind = StepKind.Repeatable, Risk = ToolRisk.Write)]
    [Description("Adds a job for this agent itself, to be done after this one or beside it. It does not wait for it.")]
    public async Task<string> AddAsync(
        [Description("The whole task, with all it needs to know: it sees nothing of this conversation")] string task,
        ToolCallContext context,
        CancellationToken cancellationToken,
        [Description("Lower runs first, 0 is normal")] int priority = 0,
        [Description("In how many minutes it may run at the earliest")] int delay_minutes = 0)
    {
        if (priority is < LeastPriority or > MostPriority || delay_minutes is < 0 or > 525_600)
        {
            throw new IsaaException("invalid_arguments", $"priority lies between {LeastPriority} and {MostPriority}, delay_minutes between 0 and 525600.");
        }

        var run = context.Caller as CallingRun ?? throw new IsaaException("tool_refused", "This tool works on runs of agents and can be called by one only.");
        var id = ChildRuns.IdOf(run);
        if (await queue.FindAsync(id, cancellationToken) is not null)
        {
            return $"Added job {id}.";
        }

        var origin = RunOrigins.Next(run);
        if (origin.ChainDepth <= 0)
        {
            throw new IsaaException("chain_depth", "This run may add no further jobs: it is as deep as its agent's maxChainDepth allows. Do the task yourself.");
        }

        await runner.EnqueueAsync(
            $"{run.Setup.Agent.Name}@{run.Setup.Agent.Version}",
            task,
            new AgentRunOptions
            {
                Id = id,
                Tenant = context.Tenant,
                Queue = run.Context.Job.Queue,
                Priority = priority,
                Folder = run.Arguments.Folder,
                IsFolderFixed = true,
                Limits = run.Arguments.Limits,
                Approval = run.Arguments.Approval,
                Origin = origin with { ChainDepth = origin.ChainDepth - 1, Callers = [] },
                RunAt = delay_minutes > 0 ? run.Context.Time.GetUtcNow() + TimeSpan.FromMinutes(delay_minutes) : null,
                Tags = ["sub-job"],
            },
            cancellationToken);
        return $"Added job {id}.";
    }

    private static string Line(Job job, ToolCallContext context) => string.Create(CultureInfo.InvariantCulture,
        $"{job.Id}  {(job.Id == context.Run ? "this one" : job.State.ToString().ToLowerInvariant()),-16} priority {job.Priority}  {job.Label}");

    private async Task<Job> GetOwnAsync(string id, ToolCallContext context, CancellationToken cancellationToken)
    {
        var found = JobId.TryParse(id, out var known) ? await queue.FindAsync(known, cancellationToken) : null;
        return found is { Job: { } job } && job.Tenant == context.Tenant && job.Tags.Contains($"agent:{context.Agent}")
            ? job
            : throw new IsaaException("job_unknown", $"No job {id} is assigned to this agent; list_own_jobs lists those that are.");
    }
}
