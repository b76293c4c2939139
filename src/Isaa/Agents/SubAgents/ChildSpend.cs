using Isaa.Agents.Runs;
using Isaa.Jobs;
using Isaa.Protocol.Agents;

namespace Isaa.Agents.SubAgents;

/// <summary>What the runs used that a run started; it counts against the run's own limits. Looked up only while there can be such runs.</summary>
internal sealed class ChildSpend
{
    private (TokenUsage Usage, decimal CostUsd) _used = (TokenUsage.None, 0);
    private bool _hasAdded;
    private bool _isKnown;
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;

    /// <summary>Looks what may still be started, and starts it: calls of one turn do so one after the other, so that none overlooks what another takes.</summary>
    public Task InTurnAsync(Func<Task> start)
    {
        lock (_gate)
        {
            return _last = AfterAsync(_last, start);
        }
    }

    /// <summary>A run was added.</summary>
    public void Add() => _hasAdded = true;

    /// <summary>A run may have ended.</summary>
    public void Forget() => _isKnown = false;

    /// <summary>Looks what was used, unless that is known.</summary>
    public async Task RefreshAsync(JobContext context, CancellationToken cancellationToken)
    {
        if (!_isKnown && (_hasAdded || context.Job.Started > 1))
        {
            _used = ChildBudget.Used(await context.ReadChildrenAsync(cancellationToken));
        }

        _isKnown = true;
    }

    /// <summary>The run's state as its limits see it.</summary>
    public RunState AddTo(RunState state) => _used.Usage == TokenUsage.None ? state : state with { Usage = state.Usage + _used.Usage, CostUsd = state.CostUsd + _used.CostUsd };

    private static async Task AfterAsync(Task before, Func<Task> start)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await start();
    }
}
