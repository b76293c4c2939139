using System.Text.Json;
using Isaa.Chains.Values;
using Isaa.Diagnostics;
using Isaa.Protocol.Events;

namespace Isaa.Chains.Running;

/// <summary>Makes the events of nodes.</summary>
internal static class LeafEvents
{
    private const int MaxText = 2_000;

    /// <summary>Runs a leaf and tells of it.</summary>
    public static async ValueTask<ChainValue> RunAsync(LeafPlan leaf, ChainValue input, ChainFrame frame)
    {
        var (listener, time) = (frame.Execution.OnEvent!, frame.Execution.Ports.Time);
        var place = frame.PlaceOf(leaf.Path);
        var report = new LeafReport();
        await listener(Started(leaf, place, time.GetUtcNow()));
        var began = time.GetTimestamp();
        try
        {
            var value = await leaf.ActAsync(input, frame, report);
            await listener(Completed(leaf, place, time.GetUtcNow(), Milliseconds(time, began), value, report));
            return value;
        }
        catch (Exception e) when (Failures.IsOfNode(e, frame.Token))
        {
            var failure = Failures.Wrap(e, leaf, frame);
            await listener(Failed(leaf, place, time.GetUtcNow(), Milliseconds(time, began), failure, report));
            throw failure;
        }
    }

    public static ChainEvent Started(PlanNode node, string place, DateTimeOffset at) => Of(node, ChainEvents.TaskStart, "running", place, at);

    public static ChainEvent Completed(PlanNode node, string place, DateTimeOffset at, long milliseconds, ChainValue value, LeafReport report) =>
        Of(node, ChainEvents.TaskComplete, "completed", place, at) with
        {
            Milliseconds = milliseconds,
            Usage = report.Usage,
            CostUsd = report.CostUsd,
            Run = report.Run,
            Value = Shown(value),
        };

    public static ChainEvent Failed(PlanNode node, string place, DateTimeOffset at, long milliseconds, IsaaException failure, LeafReport report) =>
        Of(node, ChainEvents.TaskError, "failed", place, at) with
        {
            Milliseconds = milliseconds,
            Usage = report.Usage,
            CostUsd = report.CostUsd,
            Run = report.Run,
            ErrorCode = failure.Code,
            Error = failure.Message,
        };

    /// <summary>An agent's own event, with its place in the chain.</summary>
    public static ChainEvent Forward(PlanNode node, ChainFrame frame, AgentEvent agentEvent) =>
        Of(node, AgentEvents.TypeOf(agentEvent), "running", frame.PlaceOf(node.Path), frame.Execution.Ports.Time.GetUtcNow()) with { Agent = agentEvent };

    public static long Milliseconds(TimeProvider time, long began) => (long)time.GetElapsedTime(began).TotalMilliseconds;

    private static ChainEvent Of(PlanNode node, string type, string status, string place, DateTimeOffset at) =>
        new() { Type = type, Node = node.Name, Kind = node.Kind, Path = place, Status = status, At = at };

    private static JsonElement? Shown(ChainValue value) => value.Text.Length <= MaxText ? value.Json
        : value.IsText ? ChainValueJson.ToElement($"{value.Text.AsSpan(0, MaxText - 1)}…")
        : null;
}
