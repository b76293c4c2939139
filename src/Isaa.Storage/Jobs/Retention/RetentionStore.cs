using Isaa.Jobs;
using Isaa.Jobs.Duties;
using Isaa.Jobs.Events;
using Isaa.Jobs.Retention;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Retention;

/// <summary>Keeps and deletes in a database.</summary>
internal sealed class RetentionStore(ISqlStore store, IJobStore jobs) : IRetentionStore
{
    public Task<IReadOnlyList<RetentionRule>> ListRulesAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(RetentionRules.List, cancellationToken);

    public Task SaveRuleAsync(RetentionRule rule, CancellationToken cancellationToken) =>
        store.WriteAsync(context => RetentionRules.Save(context, rule), cancellationToken);

    public Task<bool> RemoveRuleAsync(string tenant, string queue, JobState state, CancellationToken cancellationToken) =>
        store.WriteAsync(context => RetentionRules.Remove(context, tenant, queue, state), cancellationToken);

    public Task<IReadOnlyList<EndedJob>> ReadEndedAsync(EndedJob? after, int limit, CancellationToken cancellationToken) =>
        store.ReadAsync(context => EndedJobs.Read(context, after, limit), cancellationToken);

    public Task<EndedSum> SumEndedAsync(string tenant, string queue, JobState state, CancellationToken cancellationToken) =>
        store.ReadAsync(context => EndedJobs.Sum(context, tenant, queue, state), cancellationToken);

    public Task<int> DeleteEndedAsync(Duty duty, IReadOnlyList<EndedJob> jobs, CancellationToken cancellationToken) =>
        store.WriteAsync(context => EndedJobs.Delete(context, duty, jobs), cancellationToken);

    public async Task<int> TrimEventsAsync(Duty duty, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var trimmed = await store.ReadAsync(EventMarks.ReadTrimmed, cancellationToken);
        var events = await jobs.ReadEventsAsync(new EventQuery { After = trimmed, Limit = limit + 1 }, cancellationToken);

        // The newest event stays, or its number might be given again.
        var old = events.Take(Math.Min(limit, events.Count - 1)).TakeWhile(e => e.At < before).ToList();
        return old.Count == 0 ? 0 : await store.WriteAsync(context => EventTrim.Trim(context, duty, old), cancellationToken);
    }
}
