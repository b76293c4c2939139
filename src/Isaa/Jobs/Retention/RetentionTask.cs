using Isaa.Jobs.Duties;
using Isaa.Jobs.Maintenance;
using Isaa.Jobs.Searching;

namespace Isaa.Jobs.Retention;

/// <summary>Deletes ended jobs and old events in small batches, so that others hardly notice.</summary>
/// <param name="store">Where they are.</param>
/// <param name="search">Must have read the events that are to go.</param>
/// <param name="options">The defaults.</param>
/// <param name="duties">Shares out the duty.</param>
/// <param name="holder">This process.</param>
/// <param name="time">The clock.</param>
internal sealed class RetentionTask(
    IRetentionStore store, ISearchStore search, RetentionOptions options, IDutyStore duties, DutyHolder holder, TimeProvider time) : LedTask(duties, holder)
{
    /// <summary>The most jobs deleted in one transaction.</summary>
    public const int Batch = 200;

    private const int BatchesAtOnce = 20;
    private const int EventsAtOnce = 1000;

    private RetentionPlan? _plan;
    private EndedJob? _place;

    public override string Name => "delete what is past its keeping";

    protected override string DutyName => "retention";

    protected override TimeProvider Time => time;

    protected override async Task<MaintenanceResult> RunAsync(Duty duty, CancellationToken cancellationToken)
    {
        var deleted = 0;
        if (_plan is null)
        {
            (_plan, _place) = (await MakePlanAsync(cancellationToken), null);
        }

        for (var i = 0; i < BatchesAtOnce; i++)
        {
            var jobs = await store.ReadEndedAsync(_place, Batch, cancellationToken);
            var old = jobs.Where(_plan.Deletes).ToList();
            deleted += old.Count == 0 ? 0 : await store.DeleteEndedAsync(duty, old, cancellationToken);
            if (jobs.Count < Batch || _plan.IsDoneAt(jobs[^1]))
            {
                _plan = null;
                await TrimAsync(duty, cancellationToken);
                return new MaintenanceResult(deleted, options.Every);
            }

            _place = jobs[^1];
        }

        return new MaintenanceResult(deleted, TimeSpan.Zero);
    }

    private async Task<RetentionPlan> MakePlanAsync(CancellationToken cancellationToken)
    {
        var rules = await store.ListRulesAsync(cancellationToken);
        var plan = new RetentionPlan(options, rules, time.GetUtcNow());
        foreach (var (tenant, queue, state) in plan.Sums)
        {
            plan.Add(await store.SumEndedAsync(tenant, queue, state, cancellationToken));
        }

        return plan;
    }

    private async Task TrimAsync(Duty duty, CancellationToken cancellationToken)
    {
        if (options.Events is not { } age)
        {
            return;
        }

        var before = time.GetUtcNow() - age;
        while (true)
        {
            while (await search.IndexAsync(EventsAtOnce, cancellationToken) >= EventsAtOnce)
            {
            }

            if (await store.TrimEventsAsync(duty, before, EventsAtOnce, cancellationToken) < EventsAtOnce)
            {
                return;
            }
        }
    }
}
