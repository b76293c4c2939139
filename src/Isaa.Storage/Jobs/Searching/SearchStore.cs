using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Searching;
using Isaa.Jobs.Store;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Searching;

/// <summary>Finds jobs in a database.</summary>
internal sealed class SearchStore(ISqlStore store, IJobStore jobs) : ISearchStore
{
    public Task<JobPage> ListAsync(JobQuery query, CancellationToken cancellationToken) =>
        store.ReadAsync(context => JobLists.List(context, query), cancellationToken);

    public Task<JobPlace?> FindPlaceAsync(JobId job, CancellationToken cancellationToken) =>
        store.ReadAsync(context => JobLists.Find(context, job), cancellationToken);

    public Task<JobTally> CountAsync(JobFilter filter, JobPlace? after, CancellationToken cancellationToken) =>
        store.ReadAsync(context => JobLists.Count(context, filter, after), cancellationToken);

    public async Task<int> IndexAsync(int limit, CancellationToken cancellationToken)
    {
        var mark = await store.ReadAsync(TextIndex.ReadMark, cancellationToken);
        var events = await jobs.ReadEventsAsync(new EventQuery { After = mark, Limit = limit }, cancellationToken);
        if (events.Count > 0)
        {
            await store.WriteAsync(context => TextIndex.TakeIn(context, events), cancellationToken);
        }

        return events.Count;
    }
}
