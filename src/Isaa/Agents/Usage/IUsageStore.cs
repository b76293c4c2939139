namespace Isaa.Agents.Usage;

/// <summary>The port to the database that counts model calls; they get there as <see cref="UsageEntry"/>. Thread safe.</summary>
public interface IUsageStore
{
    /// <summary>Sums up the calls that fit; without grouping always one sum.</summary>
    /// <param name="query">Which calls.</param>
    /// <param name="grouping">By what.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<UsageSum>> SumAsync(UsageQuery query, UsageGrouping grouping, CancellationToken cancellationToken);
}
