using Isaa.Jobs.Adding;
using Isaa.Jobs.Limits;
using Isaa.Storage.Jobs.Groups;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Queues;

/// <summary>Keeps what queues, groups and kinds are told to do.</summary>
/// <param name="store">The database.</param>
internal sealed class QueueStore(ISqlStore store) : IQueueStore
{
    public Task SaveQueueAsync(QueueSettings settings, CancellationToken cancellationToken) =>
        WriteAsync(context => QueueWrites.Save(context, settings), cancellationToken);

    public Task SaveGroupAsync(GroupSettings settings, CancellationToken cancellationToken) =>
        WriteAsync(context => GroupWrites.Save(context, settings), cancellationToken);

    public Task SaveKindAsync(KindSettings settings, CancellationToken cancellationToken) =>
        WriteAsync(context => QueueWrites.Save(context, settings), cancellationToken);

    public Task PauseQueueAsync(string tenant, string queue, bool isPaused, CancellationToken cancellationToken) =>
        WriteAsync(context => QueueWrites.Pause(context, tenant, queue, isPaused), cancellationToken);

    public Task PauseGroupAsync(string tenant, string queue, string key, bool isPaused, CancellationToken cancellationToken) =>
        WriteAsync(context => GroupWrites.Pause(context, GroupRows.Intern(context, tenant, queue, new GroupKey { Key = key }), isPaused), cancellationToken);

    public Task<IReadOnlyList<QueueStatus>> ListQueuesAsync(string? tenant, CancellationToken cancellationToken) =>
        store.ReadAsync(context => QueueReads.Queues(context, tenant), cancellationToken);

    public Task<IReadOnlyList<GroupStatus>> ListGroupsAsync(
        string tenant, string queue, string? after, int limit, CancellationToken cancellationToken) =>
        store.ReadAsync(context => GroupReads.List(context, tenant, queue, after, limit), cancellationToken);

    public Task<IReadOnlyList<KindSettings>> ListKindsAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(QueueReads.Kinds, cancellationToken);

    public Task<IReadOnlyList<LaneCount>> CountAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(QueueReads.Counts, cancellationToken);

    private Task<bool> WriteAsync(Action<SqlWriteContext> operation, CancellationToken cancellationToken) => store.WriteAsync(
        context =>
        {
            operation(context);
            return true;
        },
        cancellationToken);
}
