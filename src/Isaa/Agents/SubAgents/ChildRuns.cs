using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Isaa.Agents.Calls;
using Isaa.Agents.Runs;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Jobs.Waits;
using Isaa.Protocol.Agents;
using Isaa.Tools.Calling;

namespace Isaa.Agents.SubAgents;

/// <summary>Adds runs as children of a run and waits for them, on behalf of one tool call. The same call again finds the child it added.</summary>
/// <param name="runner">Prepares runs.</param>
/// <param name="jobs">Knows what open children may use.</param>
internal sealed class ChildRuns(AgentRunner runner, IJobStore jobs)
{
    /// <summary>The id of the child that a call adds.</summary>
    public static JobId IdOf(CallingRun run)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{run.Context.Id}\n{run.Call.Turn}\n{run.Call.Id}\nchild"));
        return new JobId(new Guid(bytes.AsSpan(0, 16), bigEndian: true));
    }

    /// <summary>Adds a child, unless an earlier attempt of the same call has.</summary>
    /// <returns>Its id.</returns>
    public async Task<JobId> AddAsync(
        CallingRun run, string agent, string input, AgentRunOptions options, CancellationToken cancellationToken,
        TimeSpan? timeout = null, bool outlivesParent = false)
    {
        var id = IdOf(run);
        if ((await run.Context.ReadChildrenAsync(cancellationToken)).Any(c => c.Job == id))
        {
            return id;
        }

        var job = run.Context.Job;
        var prepared = await runner.PrepareAsync(
            agent,
            input,
            options with { Id = id, Tenant = job.Tenant, Queue = job.Queue, Priority = job.Priority },
            cancellationToken);
        var child = new ChildOptions { Enqueue = prepared.Queueing with { TotalTimeout = timeout }, OnFailure = FailurePolicy.Ignore, OutliveParent = outlivesParent };
        await run.Context.EnqueueChildrenAsync(new StepKey("turn", run.Call.Turn, $"{run.Call.Id}/child"), [prepared.Job], child, cancellationToken);
        run.Setup.Children.Add();
        await runner.LineUpAsync(prepared, id, cancellationToken);
        return id;
    }

    /// <summary>Waits for children until all have ended or the time is up.</summary>
    /// <returns>What to wait for, or null when there is nothing to wait for any more.</returns>
    public static async Task<ToolWait?> WaitAsync(CallingRun run, string reason, IReadOnlyList<JobId> children, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var open = (await run.Context.ReadChildrenAsync(cancellationToken)).Where(c => children.Contains(c.Job) && c.IsOpen).Select(c => c.Job).ToList();
        if (open.Count == 0 || (timeout is { } limit && await IsOverAsync(run, limit, cancellationToken)))
        {
            return null;
        }

        _ = run.Context.WaitForAnyChild(open);
        return new ToolWait { Reason = reason, Children = open };
    }

    /// <summary>A child's job with its arguments; null when it is none of this run's children.</summary>
    public async Task<(DependencyState State, AgentRunJob Job)?> FindAsync(CallingRun run, string id, CancellationToken cancellationToken)
    {
        var all = await run.Context.ReadChildrenAsync(cancellationToken);
        return all.FirstOrDefault(c => c.Kind == AgentRunJob.Kind && c.Job.ToString() == id) is { } child
            ? (child, await ArgumentsAsync(child.Job, cancellationToken))
            : null;
    }

    /// <summary>All children that are runs, in the order in which they were added.</summary>
    public static async Task<IReadOnlyList<DependencyState>> ListAsync(CallingRun run, CancellationToken cancellationToken) =>
        [.. (await run.Context.ReadChildrenAsync(cancellationToken)).Where(c => c.Kind == AgentRunJob.Kind)];

    /// <summary>What came of a child; null while it is open or when it left nothing.</summary>
    public static AgentResult? ResultOf(DependencyState child) => child is { IsOpen: false, Result: { } bytes }
        ? JsonSerializer.Deserialize(bytes.Span, AgentResultJson.Default.AgentResult)
        : null;

    /// <summary>What children may still use: the limits of those that are open.</summary>
    public async Task<IReadOnlyList<AgentLimits>> ReservedAsync(IReadOnlyList<DependencyState> children, CancellationToken cancellationToken)
    {
        var reserved = new List<AgentLimits>();
        foreach (var child in children.Where(c => c.IsOpen))
        {
            reserved.Add((await ArgumentsAsync(child.Job, cancellationToken)).Limits ?? new AgentLimits());
        }

        return reserved;
    }

    private async Task<AgentRunJob> ArgumentsAsync(JobId id, CancellationToken cancellationToken)
    {
        var detail = await jobs.FindAsync(id, cancellationToken) ?? throw new IsaaException("run_unknown", $"Run {id} is not in the store any more.");
        return JsonSerializer.Deserialize(detail.Arguments.Span, RunJson.Default.AgentRunJob)!;
    }

    // A signal that nobody sends: the step keeps until when there is to be waited.
    private static async Task<bool> IsOverAsync(CallingRun run, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await run.Context.WaitForSignalAsync(
                new SignalStep<JsonElement>
                {
                    Key = new StepKey("turn", run.Call.Turn, $"{run.Call.Id}/timer"),
                    Signal = $"timer:{IdOf(run)}",
                    BodyType = RunJson.Default.JsonElement,
                    Timeout = timeout,
                },
                cancellationToken);
            return true;
        }
        catch (JobSuspendedException)
        {
            return false;
        }
    }
}
