using Isaa.Jobs.Duties;
using Isaa.Jobs.Maintenance;

namespace Isaa.Jobs.Searching;

/// <summary>Keeps the full-text index from falling far behind, slowly, so that it takes little from those who add and end jobs.</summary>
/// <param name="store">Holds the index.</param>
/// <param name="duties">Shares out the duty.</param>
/// <param name="holder">This process.</param>
/// <param name="time">The clock.</param>
internal sealed class TextIndexTask(ISearchStore store, IDutyStore duties, DutyHolder holder, TimeProvider time) : LedTask(duties, holder)
{
    private const int EventsAtOnce = 500;
    private static readonly TimeSpan WhileBehind = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WhenCurrent = TimeSpan.FromSeconds(5);

    public override string Name => "take jobs into the full-text index";

    protected override string DutyName => "text";

    protected override TimeProvider Time => time;

    protected override async Task<MaintenanceResult> RunAsync(Duty duty, CancellationToken cancellationToken)
    {
        var count = await store.IndexAsync(EventsAtOnce, cancellationToken);
        return new MaintenanceResult(count, count < EventsAtOnce ? WhenCurrent : WhileBehind);
    }
}
