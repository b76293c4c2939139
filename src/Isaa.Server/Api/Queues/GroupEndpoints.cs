using Isaa.Jobs.Limits;
using Isaa.Protocol.Queues;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api.Queues;

internal static class GroupEndpoints
{
    public static void MapGroups(this IEndpointRouteBuilder app)
    {
        app.MapGet("/queues/{queue}/groups", ListAsync).WithSummary("A queue's groups, by key; pass 'next' as 'after' to read on");
        app.MapPost("/queues/{queue}/groups/pause", (IQueueStore store, string queue, string key, string? tenant, CancellationToken cancellationToken) =>
            PauseAsync(store, tenant, queue, key, isPaused: true, cancellationToken)).WithSummary("Starts no more jobs of a group");
        app.MapPost("/queues/{queue}/groups/resume", (IQueueStore store, string queue, string key, string? tenant, CancellationToken cancellationToken) =>
            PauseAsync(store, tenant, queue, key, isPaused: false, cancellationToken)).WithSummary("Starts jobs of a group again");
        app.MapPost("/queues/{queue}/groups/limits", LimitAsync).WithSummary("Sets the limits of a group in place of those it had; it resumes if it was paused");
    }

    private static async Task<GroupPage> ListAsync(
        IQueueStore store, string queue, string? tenant, string? after, int? limit, CancellationToken cancellationToken)
    {
        var size = ApiInput.ReadNumber("limit", limit, standard: 100, least: 1, most: 500);
        var groups = await store.ListGroupsAsync(QueueInput.Tenant(tenant), queue, after, size + 1, cancellationToken);
        return new GroupPage
        {
            Groups = [.. groups.Take(size).Select(QueueViews.View)],
            Next = groups.Count > size ? groups[size - 1].Settings.Key : null,
        };
    }

    private static async Task<GroupView> PauseAsync(
        IQueueStore store, string? tenant, string queue, string key, bool isPaused, CancellationToken cancellationToken)
    {
        var owner = QueueInput.Tenant(tenant);
        await store.PauseGroupAsync(owner, QueueInput.Name("queue", queue), QueueInput.Name("key", key), isPaused, cancellationToken);
        return await GetAsync(store, owner, queue, key, cancellationToken);
    }

    private static async Task<GroupView> LimitAsync(
        IQueueStore store, string queue, string key, string? tenant, GroupLimits limits, CancellationToken cancellationToken)
    {
        var settings = new GroupSettings
        {
            Tenant = QueueInput.Tenant(tenant),
            Queue = QueueInput.Name("queue", queue),
            Key = QueueInput.Name("key", key),
            Concurrency = QueueInput.Concurrency("concurrency", limits.Concurrency),
            Rate = QueueInput.Rate("rate", limits.Rate),
        };
        await store.SaveGroupAsync(settings, cancellationToken);
        return await GetAsync(store, settings.Tenant, queue, key, cancellationToken);
    }

    private static async Task<GroupView> GetAsync(IQueueStore store, string tenant, string queue, string key, CancellationToken cancellationToken)
    {
        string? after = null;
        while (true)
        {
            var groups = await store.ListGroupsAsync(tenant, queue, after, 500, cancellationToken);
            if (groups.FirstOrDefault(g => g.Settings.Key == key) is { } found)
            {
                return QueueViews.View(found);
            }

            after = groups[^1].Settings.Key;
        }
    }
}
