using System.Text.Json;
using Isaa.Chains.Values;
using Isaa.Diagnostics;
using Isaa.Protocol.Events;

namespace Isaa.Chains.Running;

/// <summary>Runs chains in this process.</summary>
internal static class ChainRuns
{
    public static async Task<ChainValue> RunAsync(Chain chain, ChainValue input, ChainRunOptions options, CancellationToken cancellationToken)
    {
        if (options.MaxParallel < 1)
        {
            throw new IsaaException("chain_invalid", $"MaxParallel is {options.MaxParallel}; at least one branch must be able to run.");
        }

        var linked = options.Engine is { } engine ? await engine.LinkAsync(chain, options.Tenant, cancellationToken) : chain;
        var plan = linked.Plan;
        var execution = new ChainExecution
        {
            Input = input,
            Options = options,
            Ports = options.Engine?.PortsFor(null, options.Folder) ?? plan.Reachable,
            ChainName = chain.Name,
            Leaves = plan.Leaves,
            OnEvent = options.OnEvent,
        };
        return await RunAsync(plan, execution, cancellationToken);
    }

    /// <summary>Runs a plan and tells of its start and end.</summary>
    public static async Task<ChainValue> RunAsync(ChainPlan plan, ChainExecution execution, CancellationToken cancellationToken)
    {
        var frame = new ChainFrame(execution, cancellationToken);
        if (execution.OnEvent is not { } listener)
        {
            return await plan.Root.RunAsync(execution.Input, frame);
        }

        var time = execution.Ports.Time;
        var began = time.GetTimestamp();
        await listener(Started(execution));
        try
        {
            var value = await plan.Root.RunAsync(execution.Input, frame);
            await listener(Ended(execution, LeafEvents.Milliseconds(time, began), value.Json, null));
            return value;
        }
        catch (Exception e) when (Failures.IsOfNode(e, cancellationToken))
        {
            await listener(Ended(execution, LeafEvents.Milliseconds(time, began), null, e));
            throw;
        }
    }

    public static ChainEvent Started(ChainExecution execution) => new()
    {
        Type = ChainEvents.ChainStart,
        Node = execution.ChainName ?? "chain",
        Kind = "chain",
        Path = "",
        Status = "running",
        At = execution.Ports.Time.GetUtcNow(),
        Tasks = execution.Leaves,
    };

    public static ChainEvent Ended(ChainExecution execution, long milliseconds, JsonElement? value, Exception? failure) => new()
    {
        Type = ChainEvents.ChainEnd,
        Node = execution.ChainName ?? "chain",
        Kind = "chain",
        Path = "",
        Status = failure is null ? "completed" : "failed",
        At = execution.Ports.Time.GetUtcNow(),
        Milliseconds = milliseconds,
        Value = value,
        ErrorCode = failure is null ? null : (failure as IsaaException)?.Code ?? Failures.Broken,
        Error = failure?.Message,
        FailedAt = (failure as ChainException)?.NodePath,
    };
}
