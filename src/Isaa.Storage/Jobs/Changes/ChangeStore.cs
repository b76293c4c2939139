using Isaa.Jobs;
using Isaa.Jobs.Changes;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Changes;

/// <summary>Changes many jobs in a database.</summary>
internal sealed class ChangeStore(ISqlStore store) : IChangeStore
{
    // The same order as everywhere, by row, which for jobs without ids of their own is the order of their ids.
    public Task<int> ChangeAsync(IReadOnlyList<(JobId Job, JobChange Change)> changes, IReadOnlyList<JobState> states, CancellationToken cancellationToken) =>
        store.WriteAsync(
            context => changes.OrderBy(c => c.Job.Value).Count(c => JobChanges.TryApply(context, c.Job, c.Change, states)),
            cancellationToken);
}
