using Isaa.Diagnostics;

namespace Isaa.Jobs.Searching;

/// <summary>Finds and counts jobs. Thread safe.</summary>
public sealed class JobSearch
{
    private const int IndexedAtOnce = 500;
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromSeconds(20);

    private readonly ISearchStore _store;
    private readonly TimeProvider _time;

    /// <summary>Creates the search on a store.</summary>
    public JobSearch(ISearchStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
    }

    /// <summary>A page of the jobs that a filter means, newest first.</summary>
    /// <param name="query">Which jobs, and how many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>filter_invalid</c>, <c>text_invalid</c>, <c>search_behind</c>, or an error of the store.</exception>
    public async Task<JobPage> ListAsync(JobQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        await PrepareAsync(query.Filter, cancellationToken);
        return await _store.ListAsync(query, cancellationToken);
    }

    /// <summary>The place of a job in the list; null when there is no such job.</summary>
    public Task<JobPlace?> FindPlaceAsync(JobId job, CancellationToken cancellationToken = default) => _store.FindPlaceAsync(job, cancellationToken);

    /// <summary>Counts the jobs that a filter means, by state; states without jobs are left out.</summary>
    /// <param name="filter">Which jobs.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>filter_invalid</c>, <c>text_invalid</c>, <c>search_behind</c>, or an error of the store.</exception>
    public async Task<IReadOnlyDictionary<JobState, long>> CountAsync(JobFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await PrepareAsync(filter, cancellationToken);
        var sum = new Dictionary<JobState, long>();
        JobPlace? after = null;
        do
        {
            var tally = await _store.CountAsync(filter, after, cancellationToken);
            foreach (var (state, count) in tally.States)
            {
                sum[state] = sum.GetValueOrDefault(state) + count;
            }

            after = tally.Next;
        }
        while (after is not null);

        return sum;
    }

    private async Task PrepareAsync(JobFilter filter, CancellationToken cancellationToken)
    {
        Validate(filter);
        if (filter.Text is not { } text)
        {
            return;
        }

        _ = SearchText.Parse(text);
        var began = _time.GetTimestamp();
        while (await _store.IndexAsync(IndexedAtOnce, cancellationToken) >= IndexedAtOnce)
        {
            if (_time.GetElapsedTime(began) > LongestCatchUp)
            {
                throw new IsaaException("search_behind",
                    "Many jobs are not in the full-text index yet; what was taken in now stays. Search again to go on, or narrow the search by other parts of the filter.");
            }
        }
    }

    private static void Validate(JobFilter filter)
    {
        var faults = new List<string>();
        if (filter.Ids.Count > JobFilter.MaxIds)
        {
            faults.Add($"it names {filter.Ids.Count} ids, at most {JobFilter.MaxIds} are allowed");
        }

        if (filter.IdPart is { } part && (part.Length is < 4 or > 32 || !part.All(char.IsAsciiHexDigit)))
        {
            faults.Add($"'{part}' is no part of an id, which are 4 to 32 hexadecimal digits from its beginning or its end");
        }

        foreach (var (name, range) in new[] { ("added", filter.Added), ("finished", filter.Finished), ("due", filter.Due) })
        {
            if (range is { From: { } from, Before: { } before } && from >= before)
            {
                faults.Add($"the time in which jobs were {name} ends before it begins");
            }
        }

        if (filter.Fields.Count > 8 || filter.Tags.Count > 16)
        {
            faults.Add("it has more than 8 fields or more than 16 tags");
        }

        if (faults.Count > 0)
        {
            throw new IsaaException("filter_invalid", $"The filter is not right: {string.Join("; ", faults)}.");
        }
    }
}
