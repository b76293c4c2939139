using System.Globalization;
using Isaa.Chains.Running;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Chains;
using Isaa.Protocol.Events;

namespace Isaa.Chains.Drawing;

/// <summary>Adds up a run's events for each node of a drawing.</summary>
internal sealed class RunOverlay
{
    private readonly Dictionary<string, Tally> _tallies = new(StringComparer.Ordinal);
    private readonly bool _hasEnded;
    private readonly ChainEvent? _failure;

    public RunOverlay(IEnumerable<ChainEvent> events)
    {
        foreach (var one in events.Where(e => e.Agent is null))
        {
            switch (one.Type)
            {
                case ChainEvents.ChainStart:
                    // What was at work when the process died is begun again, or was kept.
                    foreach (var tally in _tallies.Values)
                    {
                        tally.Active.Clear();
                    }

                    _hasEnded = false;
                    _failure = null;
                    break;
                case ChainEvents.ChainEnd:
                    _hasEnded = true;
                    _failure = one.FailedAt is null ? null : one;
                    break;
                default:
                    At(one.Path).Add(one);
                    break;
            }
        }
    }

    public ChainGraphNode Apply(ChainGraphNode node) => node.Children.Count == 0
        ? node with { Run = OfLeaf(node) }
        : Blame(Around(node with { Children = [.. node.Children.Select(Apply)] }));

    /// <summary>The place of a node without the numbers of items and rounds.</summary>
    public static string Pattern(string path) =>
        string.Join('/', path.Split('/').Select(part => part is ['[', .., ']'] && int.TryParse(part.AsSpan(1, part.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out _) ? PlanNode.EachPart : part));

    // A condition or a loop that fails is no leaf, and has no events of its own.
    private ChainGraphNode Blame(ChainGraphNode group) => _failure is { } failure && Pattern(failure.FailedAt!) == group.Path
        ? group with { Run = group.Run! with { State = ChainNodeRun.Failed, Failures = 1, Error = failure.Error } }
        : group;

    private static ChainGraphNode Around(ChainGraphNode group)
    {
        var inner = group.Children.Select(c => c.Run!).ToList();
        var state = inner.Any(r => r.State == ChainNodeRun.Running) ? ChainNodeRun.Running
            : inner.Any(r => r.State == ChainNodeRun.Failed) && !(group.Kind == "fallback" && inner.Any(r => r.State == ChainNodeRun.Completed)) ? ChainNodeRun.Failed
            : inner.All(r => r.State == ChainNodeRun.Skipped) ? ChainNodeRun.Skipped
            : inner.All(r => r.State == ChainNodeRun.Pending) ? ChainNodeRun.Pending
            : inner.Any(r => r.State == ChainNodeRun.Pending) && group.Kind != "condition" ? ChainNodeRun.Running
            : ChainNodeRun.Completed;
        return group with
        {
            Run = new ChainNodeRun
            {
                State = state,
                Milliseconds = inner.Sum(r => r.Milliseconds),
                Usage = inner.Select(r => r.Usage).Aggregate((TokenUsage?)null, Tally.Plus),
                CostUsd = inner.Any(r => r.CostUsd is not null) ? inner.Sum(r => r.CostUsd ?? 0) : null,
            },
        };
    }

    private ChainNodeRun OfLeaf(ChainGraphNode leaf) => _tallies.TryGetValue(leaf.Path, out var tally)
        ? tally.ToRun()
        : new ChainNodeRun { State = _hasEnded ? ChainNodeRun.Skipped : ChainNodeRun.Pending };

    private Tally At(string path)
    {
        var pattern = Pattern(path);
        if (!_tallies.TryGetValue(pattern, out var tally))
        {
            _tallies[pattern] = tally = new Tally();
        }

        return tally;
    }

    private sealed class Tally
    {
        private int _succeeded;
        private int _failures;
        private long _milliseconds;
        private TokenUsage? _usage;
        private decimal? _cost;
        private string? _error;

        public HashSet<string> Active { get; } = new(StringComparer.Ordinal);

        public static TokenUsage? Plus(TokenUsage? left, TokenUsage? right) => left is null ? right : right is null ? left : left + right;

        public void Add(ChainEvent one)
        {
            if (one.Type == ChainEvents.TaskStart)
            {
                Active.Add(one.Path);
                return;
            }

            Active.Remove(one.Path);
            _milliseconds += one.Milliseconds ?? 0;
            _usage = Plus(_usage, one.Usage);
            _cost = one.CostUsd is { } cost ? (_cost ?? 0) + cost : _cost;
            if (one.Type == ChainEvents.TaskError)
            {
                _failures++;
                _error = one.Error;
            }
            else
            {
                _succeeded++;
            }
        }

        public ChainNodeRun ToRun() => new()
        {
            State = Active.Count > 0 ? ChainNodeRun.Running : _failures > 0 ? ChainNodeRun.Failed : _succeeded > 0 ? ChainNodeRun.Completed : ChainNodeRun.Pending,
            Succeeded = _succeeded,
            Failures = _failures,
            Active = Active.Count,
            Milliseconds = _milliseconds,
            Usage = _usage,
            CostUsd = _cost,
            Error = _error,
        };
    }
}
