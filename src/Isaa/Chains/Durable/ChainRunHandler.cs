using System.Text.Json;
using Isaa.Agents;
using Isaa.Chains.Building;
using Isaa.Chains.Checking;
using Isaa.Chains.Nodes;
using Isaa.Chains.Ports;
using Isaa.Chains.Running;
using Isaa.Chains.Values;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Protocol.Chains;

namespace Isaa.Chains.Durable;

/// <summary>Runs chains: job kind <c>chain.run</c>.</summary>
internal sealed class ChainRunHandler(FlowChains chains, AgentRunner runner, JobQueue queue) : IJobHandler<ChainRunJob>
{
    private static readonly TimeSpan UnboundWait = TimeSpan.FromSeconds(2);

    public async Task<JobOutcome> RunAsync(ChainRunJob arguments, JobContext context, CancellationToken cancellationToken)
    {
        CheckUnchanged(arguments);
        var root = ChainDefinition.Read(arguments.Definition);
        var ports = chains.PortsFor(context.Id, arguments.Folder);
        if (await FindUnboundAsync(root, ports, context.Job.Tenant, cancellationToken) is { Count: > 0 } unbound)
        {
            return new JobOutcome.Snoozed { For = UnboundWait, Reason = $"no program here brings the functions {string.Join(", ", unbound)} of the chain" };
        }

        var plan = ChainChecker.Check(root);
        var execution = Create(arguments, plan, ports, context, cancellationToken);
        return await RunAsync(arguments, plan, execution, context, cancellationToken);
    }

    private ChainExecution Create(ChainRunJob arguments, ChainPlan plan, ChainPorts ports, JobContext context, CancellationToken cancellationToken)
    {
        var options = new ChainRunOptions { MaxParallel = arguments.MaxParallel, Session = arguments.Session, Folder = arguments.Folder, Tenant = context.Job.Tenant };
        var bare = new ChainExecution { Input = ChainValue.Of(arguments.Input), Options = options, Ports = ports, ChainName = arguments.Name, Leaves = plan.Leaves };
        var journal = new LeafJournal(context, ChainRuns.Started(bare));
        var agents = new ChainAgentJobs(context, ports.Agents!, runner, queue, journal);
        return new ChainExecution
        {
            Input = bare.Input,
            Options = options,
            Ports = ports with { Agents = agents },
            ChainName = arguments.Name,
            Leaves = plan.Leaves,
            Job = context.Id.ToString(),
            Journal = journal,
            EndBelow = place => agents.CancelBelowAsync(place, cancellationToken),
        };
    }

    private static async Task<JobOutcome> RunAsync(ChainRunJob arguments, ChainPlan plan, ChainExecution execution, JobContext context, CancellationToken cancellationToken)
    {
        var journal = (LeafJournal)execution.Journal!;
        var began = arguments.NotBefore > context.Job.CreatedAt ? arguments.NotBefore.Value : context.Job.CreatedAt;
        try
        {
            var value = await RunToEndAsync(plan, execution, context, cancellationToken);
            var result = Result(arguments, journal) with { IsCompleted = true, Value = value.Json, Text = value.Text, Branches = [.. value.Branches.Select(b => b.Name)] };
            return new JobOutcome.Completed { Result = Write(result), Events = Events(execution, journal, context, began, value.Json, null) };
        }
        catch (IsaaException e) when (e.Code == "step_changed")
        {
            throw new IsaaException("chain_changed", $"The chain does not give what it gave before the run was interrupted: {e.Message} Start a new run.", e);
        }
        catch (ChainException e)
        {
            var failure = new ChainFailure { Code = e.Code, Message = e.Message, Path = e.NodePath, Node = e.Node };
            return new JobOutcome.Failed
            {
                Error = new JobError { Code = e.Code, Message = e.Message },
                MayRetry = true,
                Result = Write(Result(arguments, journal) with { Error = failure }),
                Events = Events(execution, journal, context, began, null, e),
            };
        }
    }

    // An attempt runs what can run now; nodes that have their results give them back at once.
    private static async Task<ChainValue> RunToEndAsync(ChainPlan plan, ChainExecution execution, JobContext context, CancellationToken cancellationToken)
    {
        var agents = (ChainAgentJobs)execution.Ports.Agents!;
        try
        {
            var value = await plan.Root.RunAsync(execution.Input, new ChainFrame(execution, cancellationToken));
            await CancelLeftAsync([]);
            return value;
        }
        catch (ChainSuspendedException)
        {
            var awaited = agents.Awaited;
            await CancelLeftAsync(awaited);
            throw awaited.Count > 0 ? context.WaitForAnyChild(awaited) : ((LeafJournal)execution.Journal!).Suspension!;
        }

        Task CancelLeftAsync(IReadOnlyList<JobId> awaited) =>
            execution.HasStoppedGroup ? agents.CancelAllButAsync(awaited, cancellationToken) : Task.CompletedTask;
    }

    private void CheckUnchanged(ChainRunJob arguments)
    {
        if (arguments.Name is { } name && chains.Program.Find(name) is { } now && ChainDefinition.Hash(now.Root) != arguments.Hash)
        {
            throw new IsaaException("chain_changed", $"The chain '{name}' is another one now than when this run began. A run goes on only with the chain it began with; start a new run, or register the old chain again.");
        }
    }

    private static async Task<IReadOnlyList<string>> FindUnboundAsync(ChainNode root, ChainPorts ports, string tenant, CancellationToken cancellationToken)
    {
        var unbound = new List<string>();
        foreach (var name in ChainNodes.Functions(root))
        {
            if (!await ports.HasFunctionAsync(name, tenant, cancellationToken))
            {
                unbound.Add(name);
            }
        }

        return unbound;
    }

    private static ChainResult Result(ChainRunJob arguments, LeafJournal journal) =>
        new() { IsCompleted = false, Chain = arguments.Name, Usage = journal.Usage, CostUsd = journal.CostUsd };

    private static Jobs.Events.NewJobEvent[] Events(
        ChainExecution execution, LeafJournal journal, JobContext context, DateTimeOffset began, JsonElement? value, Exception? failure) =>
        [.. journal.TakeOpening(), LeafJournal.ToJobEvent(ChainRuns.Ended(execution, (long)(context.Time.GetUtcNow() - began).TotalMilliseconds, value, failure))];

    private static byte[] Write(ChainResult result) => JsonSerializer.SerializeToUtf8Bytes(result, ChainResultJson.Default.ChainResult);
}
