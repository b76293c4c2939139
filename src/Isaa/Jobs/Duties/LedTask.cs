using Isaa.Jobs.Maintenance;
using Isaa.Jobs.Store;

namespace Isaa.Jobs.Duties;

/// <summary>
/// Maintenance that only one process does at a time. The others look from time to time whether it is free: when its holder dies they take over within
/// <see cref="HeldFor"/> and <see cref="AskedEvery"/>.
/// </summary>
/// <param name="duties">Shares out the duty.</param>
/// <param name="holder">This process.</param>
internal abstract class LedTask(IDutyStore duties, DutyHolder holder) : IMaintenanceTask
{
    /// <summary>How long a duty is held without being renewed.</summary>
    public static readonly TimeSpan HeldFor = TimeSpan.FromSeconds(20);

    /// <summary>How often a process asks for a duty that another has, and renews its own.</summary>
    public static readonly TimeSpan AskedEvery = TimeSpan.FromSeconds(10);

    private DateTimeOffset? _dueAt;

    public abstract string Name { get; }

    public StoreTopic? WakesOn => null;

    /// <summary>The duty's name in the store.</summary>
    protected abstract string DutyName { get; }

    /// <summary>The clock.</summary>
    protected abstract TimeProvider Time { get; }

    public async Task<MaintenanceResult> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (await duties.TryTakeAsync(DutyName, holder.Id, HeldFor, cancellationToken) is not { } duty)
        {
            _dueAt = null;
            OnOtherLeads();
            return new MaintenanceResult(0, AskedEvery);
        }

        // Renewing comes round more often than most work.
        if (_dueAt is { } due && Time.GetUtcNow() < due)
        {
            return new MaintenanceResult(0, Shorter(due - Time.GetUtcNow()));
        }

        var result = await RunAsync(duty, cancellationToken);
        _dueAt = Time.GetUtcNow() + result.Next;
        return result with { Next = Shorter(result.Next) };
    }

    /// <summary>Does a part of the work that is short beside <see cref="HeldFor"/>, passing the duty to each write.</summary>
    protected abstract Task<MaintenanceResult> RunAsync(Duty duty, CancellationToken cancellationToken);

    /// <summary>Another process has the duty.</summary>
    protected virtual void OnOtherLeads()
    {
    }

    private static TimeSpan Shorter(TimeSpan next) => next < AskedEvery ? next : AskedEvery;
}
