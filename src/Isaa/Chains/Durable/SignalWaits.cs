using System.Text.Json;
using Isaa.Chains.Running;
using Isaa.Chains.Values;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Waits;

namespace Isaa.Chains.Durable;

/// <summary>Waits for the signals and approvals of a durable chain. Thread safe.</summary>
/// <param name="context">The chain's attempt.</param>
internal sealed class SignalWaits(JobContext context)
{
    /// <summary>The newest wait that has not ended; null when none was met.</summary>
    public JobSuspendedException? Suspension { get; private set; }

    /// <summary>Waits, and gives the node's result.</summary>
    /// <param name="leaf">The node.</param>
    /// <param name="place">Its place.</param>
    /// <param name="input">The data.</param>
    /// <param name="frame">Where it runs.</param>
    /// <param name="opening">Takes the events that are to be written first.</param>
    public async ValueTask<ChainValue> WaitAsync(WaitPlan leaf, string place, ChainValue input, ChainFrame frame, Func<IReadOnlyList<NewJobEvent>> opening)
    {
        var step = new SignalStep<JsonElement>
        {
            Key = new StepKey(place, 0),
            Signal = leaf.Wait.Signal,
            BodyType = ChainRunJson.Default.JsonElement,
            Timeout = leaf.Wait.Timeout,
            Announce = [.. opening(), LeafJournal.ToJobEvent(LeafEvents.Started(leaf, place, context.Time.GetUtcNow()))],
            Effects = outcome => new StepEffects { Events = [Ended(leaf, place, input, outcome)] },
        };
        try
        {
            var outcome = await context.WaitForSignalAsync(step, frame.Token);
            return Judge(leaf, input, outcome) is { Failure: null, Value: { } value } ? value : throw Failed(leaf, place, Judge(leaf, input, outcome).Failure!);
        }
        catch (JobSuspendedException e)
        {
            Suspension = e;
            throw new ChainSuspendedException();
        }
    }

    private static ChainException Failed(WaitPlan leaf, string place, IsaaException failure) =>
        new(failure.Code, $"Node {place} (wait {leaf.Name}) failed: {failure.Message}", place, leaf.Name, failure);

    private static (ChainValue? Value, IsaaException? Failure) Judge(WaitPlan leaf, ChainValue input, SignalOutcome<JsonElement> outcome)
    {
        if (!outcome.IsReceived)
        {
            return (null, new IsaaException("wait_timeout", $"nothing came for '{leaf.Wait.Signal}' within {leaf.Wait.Timeout:c}."));
        }

        if (!leaf.Wait.IsApproval)
        {
            return (ChainValue.Of(outcome.Body), null);
        }

        var (isApproved, reason) = Read(outcome.Body);
        return isApproved ? (input, null)
            : (null, new IsaaException("approval_refused", $"'{leaf.Wait.Signal}' was refused{(reason is null ? "" : $": {reason}")}."));
    }

    // True or false alone is enough; what is neither does not approve.
    private static (bool IsApproved, string? Reason) Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return (body.ValueKind == JsonValueKind.True, null);
        }

        return (body.TryGetProperty("approved", out var approved) && approved.ValueKind == JsonValueKind.True,
            body.TryGetProperty("reason", out var reason) && reason.ValueKind == JsonValueKind.String ? reason.GetString() : null);
    }

    private NewJobEvent Ended(WaitPlan leaf, string place, ChainValue input, SignalOutcome<JsonElement> outcome)
    {
        var (value, failure) = Judge(leaf, input, outcome);
        var now = context.Time.GetUtcNow();
        return LeafJournal.ToJobEvent(failure is null
            ? LeafEvents.Completed(leaf, place, now, 0, value!, new LeafReport())
            : LeafEvents.Failed(leaf, place, now, 0, failure, new LeafReport()));
    }
}
