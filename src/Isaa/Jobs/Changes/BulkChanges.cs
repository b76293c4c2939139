using Isaa.Diagnostics;
using Isaa.Jobs.Searching;

namespace Isaa.Jobs.Changes;

/// <summary>
/// Changes all jobs that a filter means, in small transactions. Jobs added after the beginning are left alone. Whoever stops in the middle leaves the rest as it
/// was; doing it again goes on with what is left. Thread safe.
/// </summary>
public sealed class BulkChanges
{
    /// <summary>The most jobs changed in one transaction.</summary>
    public const int Batch = 200;

    private readonly JobSearch _search;
    private readonly IChangeStore _store;
    private readonly TimeProvider _time;

    /// <summary>Creates it on a store.</summary>
    public BulkChanges(JobSearch search, IChangeStore store, TimeProvider time)
    {
        _search = search;
        _store = store;
        _time = time;
    }

    /// <summary>Counts what would be changed, and changes nothing.</summary>
    /// <param name="filter">Which jobs.</param>
    /// <param name="change">What would be done.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many jobs would be changed, by their state; and how many fit the filter but are in a state in which they cannot be.</returns>
    public async Task<(IReadOnlyDictionary<JobState, long> Changeable, long Others)> CountAsync(
        JobFilter filter, JobChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        var counts = await _search.CountAsync(filter, cancellationToken);
        var changeable = counts.Where(c => change.From.Contains(c.Key)).ToDictionary(c => c.Key, c => c.Value);
        return (changeable, counts.Values.Sum() - changeable.Values.Sum());
    }

    /// <summary>Changes a part of the jobs, newest first. Call again with <see cref="BulkResult.Next"/> until that is null.</summary>
    /// <param name="filter">Which jobs; the same in each call.</param>
    /// <param name="change">What is done; the same in each call.</param>
    /// <param name="place">Where the call before ended; null to begin.</param>
    /// <param name="perSecond">
    /// With <see cref="JobChange.Retry"/>: so many run again in each second, the rest later; they are put off in the store, so nobody has to wait for it. Null for
    /// no limit.
    /// </param>
    /// <param name="cancellationToken">Ends between two transactions.</param>
    /// <exception cref="IsaaException"><c>filter_invalid</c>, <c>change_invalid</c>, or an error of the store.</exception>
    public async Task<BulkResult> ApplyAsync(
        JobFilter filter, JobChange change, BulkPlace? place = null, double? perSecond = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(change);
        if (perSecond is <= 0 or > 1_000_000 || (perSecond is not null && change is not JobChange.Retry))
        {
            throw new IsaaException("change_invalid", "A rate belongs to a retry, and lies above 0 and not above 1,000,000 a second.");
        }

        var states = change.From.Where(state => filter.States.Count == 0 || filter.States.Contains(state)).ToList();
        if (states.Count == 0)
        {
            return new BulkResult(0, 0, null);
        }

        var (changed, skipped) = (0, 0);
        var at = place ?? new BulkPlace(new JobPlace(long.MaxValue), 0, _time.GetUtcNow());
        for (var batch = 0; batch < 10; batch++)
        {
            var page = await _search.ListAsync(new JobQuery { Filter = filter with { States = states }, After = at.After, Limit = Batch }, cancellationToken);
            if (page.Jobs.Count > 0)
            {
                var count = await _store.ChangeAsync([.. page.Jobs.Select((job, i) => (job.Id, Spread(change, at, i, perSecond)))], states, cancellationToken);
                changed += count;
                skipped += page.Jobs.Count - count;
            }

            if (page.Next is not { } next)
            {
                return new BulkResult(changed, skipped, null);
            }

            at = at with { After = next, Done = at.Done + page.Jobs.Count };
        }

        return new BulkResult(changed, skipped, at);
    }

    private static JobChange Spread(JobChange change, BulkPlace place, int index, double? perSecond) => perSecond is { } rate && change is JobChange.Retry retry
        ? retry with { At = (retry.At ?? place.StartedAt) + TimeSpan.FromSeconds((place.Done + index) / rate) }
        : change;
}
