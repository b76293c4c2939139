using System.ComponentModel;
using Isaa.Agents.Calls;
using Isaa.Diagnostics;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Steps;
using Isaa.Protocol.Agents;
using Isaa.Tools;

namespace Isaa.Agents.SubAgents;

/// <summary>Lets a run hand parts of its task to runs of its own. All calls find what they did when they are made again.</summary>
/// <param name="children">Adds and finds the runs.</param>
/// <param name="options">How agents run.</param>
internal sealed class SubAgentTools(ChildRuns children, AgentOptions options)
{
    /// <summary>What stands between a session's id and the number of a sub-agent in it.</summary>
    public const string SessionMark = "__sub__";

    [Tool("spawn_sub_agent", Categories = ["agents"], Kind = StepKind.Repeatable, Risk = ToolRisk.Write)]
    [Description("Gives a part of the task to a sub-agent that works on its own and reports back. It writes only in its own folder sub/OUTPUT_DIR of the workspace and may use no more than this run has left.")]
    public async Task<object> SpawnAsync(
        [Description("The whole task, with all it needs to know: it sees nothing of this conversation")] string task,
        ToolCallContext context,
        CancellationToken cancellationToken,
        [Description("Name of its folder; leave out for one that is made up")] string? output_dir = null,
        [Description("Files of the workspace that are copied into its folder first")] string[]? files = null,
        [Description("The agent to use; leave out for the same as this one")] string? agent = null,
        [Description("true: wait for its report (default). false: go on, and fetch the report with wait_for")] bool wait = true,
        [Description("The most tokens it may use")] long? budget = null,
        [Description("The most turns it may take")] int? max_iterations = null)
    {
        var run = RunOf(context);
        var id = ChildRuns.IdOf(run);
        var known = await children.FindAsync(run, id.ToString(), cancellationToken);
        if (known is null)
        {
            var asked = new AgentLimits { TotalTokens = budget, Turns = max_iterations };
            await run.Setup.Children.InTurnAsync(() => AddAsync(run, task, agent, output_dir, files ?? [], asked, cancellationToken));
        }

        return wait ? await ReportAsync(run, [id.ToString()], timeout: null, cancellationToken) : $"id: {id}\nstatus: started. Call wait_for with this id to get its report.";
    }

    [Tool("wait_for", Categories = ["agents"], Kind = StepKind.Repeatable, Risk = ToolRisk.Read)]
    [Description("Waits for sub-agents and returns their reports.")]
    public async Task<object> WaitForAsync(
        [Description("Ids of sub-agents")] string[] ids,
        ToolCallContext context,
        CancellationToken cancellationToken,
        [Description("How many seconds at most; those that still run then go on")] int timeout = 300)
    {
        if (ids.Length == 0 || timeout is < 0 or > 86_400)
        {
            throw new IsaaException("invalid_arguments", "wait_for takes at least one id, and a timeout of 0 to 86400 seconds.");
        }

        return await ReportAsync(RunOf(context), ids, TimeSpan.FromSeconds(timeout), cancellationToken);
    }

    [Tool("sub_agents_status", Categories = ["agents"], Kind = StepKind.Repeatable, Risk = ToolRisk.Read)]
    [Description("Lists the runs this run has started and how each stands.")]
    public static async Task<string> StatusAsync(ToolCallContext context, CancellationToken cancellationToken)
    {
        var all = await ChildRuns.ListAsync(RunOf(context), cancellationToken);
        return all.Count == 0 ? "This run has started no other runs." : string.Join('\n', all.Select(ChildReport.Line));
    }

    [Tool("resume_sub_agent", Categories = ["agents"], Kind = StepKind.Repeatable, Risk = ToolRisk.Write)]
    [Description("Lets a sub-agent that has ended go on where it stopped, with all it knows, for example after it reached a limit.")]
    public async Task<object> ResumeAsync(
        [Description("The sub-agent's id")] string id,
        ToolCallContext context,
        CancellationToken cancellationToken,
        [Description("What it is told in addition")] string? additional_context = null,
        [Description("How many more turns it may take")] int additional_iterations = 10,
        [Description("How many more tokens it may use")] long? additional_budget = null,
        [Description("true: wait for its report (default)")] bool wait = true)
    {
        var run = RunOf(context);
        var next = ChildRuns.IdOf(run);
        if (await children.FindAsync(run, next.ToString(), cancellationToken) is null)
        {
            var before = await children.FindAsync(run, id, cancellationToken) ?? throw Unknown(id);
            if (before.State.IsOpen)
            {
                throw new IsaaException("sub_agent_active", $"Sub-agent {id} still works; wait_for waits for its report.");
            }

            var asked = new AgentLimits { Turns = additional_iterations, TotalTokens = additional_budget };
            await run.Setup.Children.InTurnAsync(() => ContinueAsync(run, before.Job, id, additional_context, asked, cancellationToken));
        }

        return wait ? await ReportAsync(run, [next.ToString()], timeout: null, cancellationToken) : $"id: {next}\nstatus: goes on under this id.";
    }

    private static CallingRun RunOf(ToolCallContext context) => context.Caller as CallingRun
        ?? throw new IsaaException("tool_refused", "This tool works on runs of agents and can be called by one only.");

    private static IsaaException Unknown(string id) => new("sub_agent_unknown", $"This run has started no sub-agent {id}; sub_agents_status lists those it has.");

    private async Task AddAsync(
        CallingRun run, string task, string? agent, string? folder, IReadOnlyList<string> files, AgentLimits asked, CancellationToken cancellationToken)
    {
        var origin = OriginOf(run);
        var name = folder ?? $"{run.Call.Turn}-{run.Call.Place.Part}";
        var limits = await BudgetAsync(run, asked, cancellationToken);
        var path = SubAgentFolder.Prepare(run.Setup.Workspace, name, files);
        var session = $"{run.Setup.Session}{SessionMark}{run.Setup.Opening.Number}-{run.Call.Turn}-{run.Call.Place.Part}";
        await children.AddAsync(run, agent ?? $"{run.Setup.Agent.Name}@{run.Setup.Agent.Version}", task, Options(run, origin, limits, path, session), cancellationToken);
    }

    private async Task ContinueAsync(CallingRun run, AgentRunJob before, string id, string? context, AgentLimits asked, CancellationToken cancellationToken)
    {
        var limits = await BudgetAsync(run, asked, cancellationToken);
        var text = context ?? "Go on with your task where you stopped.";
        var again = Options(run, OriginOf(run), limits, ChildReport.FolderOf(run, before), before.Session ?? id) with { Model = before.Model };
        await children.AddAsync(run, $"{before.Agent}@{before.Version}", text, again, cancellationToken);
    }

    private AgentRunOptions Options(CallingRun run, RunOrigin origin, AgentLimits limits, string? path, string session) => new()
    {
        Session = session,
        Folder = path is null ? null : Path.Combine(run.Setup.Workspace!.Root, path),
        IsFolderFixed = true,
        Limits = limits,
        Origin = origin,
        Approval = run.Arguments.Approval,
        Retry = options.Retry,
        Tags = ["sub-agent"],
    };

    private static RunOrigin OriginOf(CallingRun run)
    {
        var depth = Math.Min(run.Arguments.Origin?.SubAgentDepth ?? int.MaxValue, run.Setup.Agent.Definition.SubAgents.MaxDepth);
        return depth > 0
            ? RunOrigins.Next(run) with { SubAgentDepth = depth - 1, Tools = run.Setup.Tools.Keys }
            : throw new IsaaException("sub_agent_depth", "This run may start no sub-agents: it is as deep as its agent's subAgents.maxDepth allows. Do the task yourself.");
    }

    private async Task<AgentLimits> BudgetAsync(CallingRun run, AgentLimits asked, CancellationToken cancellationToken)
    {
        var settings = run.Setup.Agent.Definition.SubAgents;
        var all = await ChildRuns.ListAsync(run, cancellationToken);
        if (all.Count >= settings.MaxRuns || all.Count(c => c.IsOpen) >= settings.MaxParallel)
        {
            throw new IsaaException("sub_agent_limit", all.Count >= settings.MaxRuns
                ? $"This run has started {all.Count} runs, all that subAgents.maxRuns allows. Do the rest yourself."
                : $"{all.Count(c => c.IsOpen)} runs are under way, as many as subAgents.maxParallel allows. Wait for one with wait_for first.");
        }

        return ChildBudget.Of(run, asked, settings, all, await children.ReservedAsync(all, cancellationToken));
    }

    private async Task<object> ReportAsync(CallingRun run, IReadOnlyList<string> ids, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var wanted = await FindAsync(run, ids, cancellationToken);
        if (await ChildRuns.WaitAsync(run, "children", [.. wanted.Select(w => w.State.Job)], timeout, cancellationToken) is { } wait)
        {
            return wait;
        }

        // They may have ended since the first look.
        wanted = await FindAsync(run, ids, cancellationToken);
        foreach (var (state, job) in wanted)
        {
            if (!state.IsOpen && ChildReport.FolderOf(run, job) is { } folder && ChildRuns.ResultOf(state) is AgentResult { Text.Length: > 0 } result)
            {
                SubAgentFolder.WriteResult(run.Setup.Workspace!, folder, result.Text);
            }
        }

        return string.Join("\n\n", wanted.Select(w => ChildReport.Of(run, w.State, w.Job)));
    }

    private async Task<List<(DependencyState State, AgentRunJob Job)>> FindAsync(CallingRun run, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var found = new List<(DependencyState, AgentRunJob)>();
        foreach (var id in ids)
        {
            found.Add(await children.FindAsync(run, id, cancellationToken) ?? throw Unknown(id));
        }

        return found;
    }
}
