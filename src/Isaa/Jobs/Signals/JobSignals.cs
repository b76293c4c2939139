using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Jobs.Waits;
using Isaa.Jobs.Working;

namespace Isaa.Jobs.Signals;

/// <summary>Waits for signals on behalf of one running attempt. Thread safe.</summary>
/// <param name="ports">The store and the clock.</param>
/// <param name="claimed">The attempt.</param>
/// <param name="journal">The attempt's steps.</param>
/// <param name="waits">Told what there was nothing of.</param>
internal sealed class JobSignals(WorkerPorts ports, ClaimedJob claimed, StepJournal journal, JobWaits waits)
{
    public async Task<SignalOutcome<T>> WaitAsync<T>(SignalStep<T> step, CancellationToken cancellationToken)
    {
        SignalChecks.CheckName(step.Signal);
        var name = $"signal:{step.Signal}";
        var hash = StepJournal.Hash(name, "");
        var known = await journal.FindAsync(step.Key, name, hash, cancellationToken);
        if (known is { IsDone: true })
        {
            return Read(known, step);
        }

        using var open = journal.Open(step.Key);
        var until = known is null ? Until(step.Timeout) : ReadUntil(known);
        var record = journal.Record(step.Key, name, hash, StepKind.Repeatable);
        var waiting = until is { } limit ? record with { Result = JsonSerializer.SerializeToUtf8Bytes(limit, SignalJson.Default.DateTimeOffset) } : record;
        var begun = journal.Prepare(waiting, new StepEffects { Events = known is null ? step.Announce : [] });
        var taken = await ports.Writes.TakeSignalAsync(
            new SignalTake
            {
                Lease = claimed.Lease,
                Name = step.Signal,
                Until = until,
                Waiting = begun,
                Settled = signal => Settle(step, record, signal),
            },
            cancellationToken);
        if (!taken.IsHeld)
        {
            throw new LeaseLostException(claimed.Job.Id);
        }

        if (taken.Settled is { } commit)
        {
            journal.Remember(commit);
            KillPoint.Reach(KillPoint.StepRecorded);
            return Read(commit.Steps[0], step);
        }

        // A handler that keeps state after this must not fold the step that waits into it.
        journal.Remember(begun);
        waits.AddSignal(step.Signal, until);
        throw new JobSuspendedException(claimed.Job.Id, $"signal '{step.Signal}'");
    }

    private JobCommit Settle<T>(SignalStep<T> step, StepRecord record, ReceivedSignal? signal)
    {
        var kept = signal is null
            ? new KeptSignal()
            : new KeptSignal { Id = signal.Id, At = signal.At, Body = JsonSerializer.Deserialize(signal.Body.Span, SignalJson.Default.JsonElement) };
        var done = record with { IsDone = true, Result = JsonSerializer.SerializeToUtf8Bytes(kept, SignalJson.Default.KeptSignal) };
        return journal.Prepare(done, step.Effects?.Invoke(Read(done, step)) ?? new StepEffects());
    }

    private SignalOutcome<T> Read<T>(StepRecord record, SignalStep<T> step)
    {
        var kept = StepJournal.Read(record, SignalJson.Default.KeptSignal)!;
        if (kept.Body is not { } body)
        {
            return new SignalOutcome<T> { IsReceived = false };
        }

        try
        {
            return new SignalOutcome<T> { IsReceived = true, Body = body.Deserialize(step.BodyType), Id = kept.Id, At = kept.At };
        }
        catch (JsonException e)
        {
            throw new IsaaException("signal_invalid", $"Signal '{step.Signal}' with id '{kept.Id}' of job {claimed.Job.Id} does not fit what the job waits for: {e.Message}", e);
        }
    }

    // No time to wait is over before any clock's now.
    private DateTimeOffset? Until(TimeSpan? timeout) => timeout > TimeSpan.Zero ? ports.Time.GetUtcNow() + timeout : timeout is null ? null : DateTimeOffset.UnixEpoch;

    private static DateTimeOffset? ReadUntil(StepRecord known) =>
        known.Result is { } result ? JsonSerializer.Deserialize(result.Span, SignalJson.Default.DateTimeOffset) : null;
}
