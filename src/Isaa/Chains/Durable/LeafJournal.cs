using Isaa.Chains.Running;
using Isaa.Chains.Values;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Waits;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;

namespace Isaa.Chains.Durable;

/// <summary>Makes each node that acts a step of its run's job, under its place. Thread safe.</summary>
internal sealed class LeafJournal : ILeafJournal
{
    private const string Unknown = "outcome_unknown";

    private readonly JobContext _context;
    private readonly SignalWaits _signals;
    private readonly Lock _gate = new();
    private List<NewJobEvent> _opening;

    public LeafJournal(JobContext context, ChainEvent opening)
    {
        _context = context;
        _signals = new SignalWaits(context);
        _opening = [ToJobEvent(opening)];
    }

    /// <summary>The tokens of all nodes so far, those of earlier attempts included.</summary>
    public TokenUsage Usage { get; private set; } = TokenUsage.None;

    /// <summary>What they cost.</summary>
    public decimal CostUsd { get; private set; }

    /// <summary>The newest wait for a signal that has not ended; null when none was met.</summary>
    public JobSuspendedException? Suspension => _signals.Suspension;

    public static NewJobEvent ToJobEvent(ChainEvent one) => new(one.Type, ChainEvents.Write(one));

    /// <summary>The event of the start, while nothing was written yet.</summary>
    public IReadOnlyList<NewJobEvent> TakeOpening()
    {
        lock (_gate)
        {
            var opening = _opening;
            _opening = [];
            return opening;
        }
    }

    /// <summary>What is to be written when a node's work begins in another job.</summary>
    public IReadOnlyList<NewJobEvent> Begin(LeafPlan leaf, string place) => [.. TakeOpening(), Started(leaf, place)];

    /// <summary>An earlier attempt has told of the start already.</summary>
    public void NoteBegun() => _ = TakeOpening();

    public ValueTask<ChainValue> WaitAsync(WaitPlan leaf, string place, ChainValue input, ChainFrame frame) =>
        _signals.WaitAsync(leaf, place, input, frame, TakeOpening);

    public async ValueTask<ChainValue> RunAsync(LeafPlan leaf, string place, ChainValue input, ChainFrame frame)
    {
        var kind = await leaf.FindStepKindAsync(frame);
        var step = new Step<LeafKept>
        {
            Key = new StepKey(place, 0),
            Name = $"{leaf.Kind}:{leaf.Name}",
            Input = input.IsText ? input.Text : ChainValueJson.Write(input.Json),
            ResultType = ChainRunJson.Default.LeafKept,
            Kind = kind,
            Announce = kind == StepKind.OnceOnly ? [.. TakeOpening(), Started(leaf, place)] : [],
            OnUnknown = () => new LeafKept
            {
                Code = Unknown,
                Message = $"Node {place} ({leaf.Kind} {leaf.Name}) was running when the process died; whether it took effect is not known, so it is not repeated. A function that may be repeated says so: Function(f).Repeatable().",
            },
            Effects = kept => new StepEffects { Events = [.. TakeOpening(), Ended(leaf, place, kept, isWhole: kind != StepKind.OnceOnly && kept.Run is null)] },
        };
        var result = await _context.RunStepAsync(step, (scope, _) => ActAsync(leaf, input, frame, kind, scope), frame.Token);
        if (result.Status == StepStatus.Replayed)
        {
            NoteBegun();
        }

        return Take(result.Value!, leaf, place);
    }

    private async Task<LeafKept> ActAsync(LeafPlan leaf, ChainValue input, ChainFrame frame, StepKind kind, StepScope scope)
    {
        var report = new LeafReport { IdempotencyKey = scope.IdempotencyKey };
        var began = _context.Time.GetTimestamp();
        try
        {
            var value = await leaf.ActAsync(input, frame, report);
            return Kept(report, began) with { Value = value.Json };
        }
        catch (Exception e) when (Failures.IsOfNode(e, frame.Token) && (leaf.IsGuarded || kind == StepKind.OnceOnly))
        {
            var failure = Failures.Wrap(e, leaf, frame);
            return Kept(report, began) with { Code = failure.Code, Message = failure.Message };
        }
        catch (Exception e) when (Failures.IsOfNode(e, frame.Token))
        {
            // Not kept: another attempt of the job may run it again.
            throw Failures.Wrap(e, leaf, frame);
        }
    }

    private NewJobEvent Started(LeafPlan leaf, string place) => ToJobEvent(LeafEvents.Started(leaf, place, _context.Time.GetUtcNow()));

    private LeafKept Kept(LeafReport report, long began) => new()
    {
        Usage = report.Usage,
        CostUsd = report.CostUsd,
        Run = report.Run,
        Milliseconds = report.Milliseconds ?? LeafEvents.Milliseconds(_context.Time, began),
    };

    private ChainValue Take(LeafKept kept, LeafPlan leaf, string place)
    {
        lock (_gate)
        {
            Usage += kept.Usage ?? TokenUsage.None;
            CostUsd += kept.CostUsd ?? 0;
        }

        return kept.Code is { } code
            ? throw new ChainException(code, kept.Message!, place, leaf.Name)
            : ChainValue.Of(kept.Value ?? ChainValue.Null.Json);
    }

    // What may be repeated tells of its start with its end: both are written together, as one event.
    private NewJobEvent Ended(LeafPlan leaf, string place, LeafKept kept, bool isWhole)
    {
        var report = new LeafReport { Usage = kept.Usage, CostUsd = kept.CostUsd, Run = kept.Run };
        var now = _context.Time.GetUtcNow();
        var ended = kept.Code is { } code
            ? LeafEvents.Failed(leaf, place, now, kept.Milliseconds, new IsaaException(code, kept.Message!), report)
            : LeafEvents.Completed(leaf, place, now, kept.Milliseconds, ChainValue.Of(kept.Value ?? ChainValue.Null.Json), report);
        return ToJobEvent(isWhole ? ended with { BeganAt = now.AddMilliseconds(-kept.Milliseconds) } : ended);
    }
}
