using Isaa.Jobs.Store;

namespace Isaa.Jobs.Maintenance;

/// <summary>Makes delayed jobs ready at their time, never early.</summary>
/// <param name="store">The store.</param>
/// <param name="time">The clock.</param>
internal sealed class DuePromoter(IJobStore store, TimeProvider time) : IMaintenanceTask
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    public string Name => "promote due jobs";

    public StoreTopic? WakesOn => StoreTopic.Due;

    public async Task<MaintenanceResult> RunOnceAsync(CancellationToken cancellationToken)
    {
        var result = await store.PromoteDueAsync(cancellationToken);
        var next = result.NextDue is { } due ? due - time.GetUtcNow() : Longest;
        return new MaintenanceResult(result.Promoted, next < TimeSpan.Zero ? TimeSpan.Zero : next > Longest ? Longest : next);
    }
}
