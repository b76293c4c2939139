using Isaa.Diagnostics;
using Isaa.Jobs.Figures;
using Isaa.Jobs.Limits;
using Isaa.Protocol.Queues;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Isaa.Server.Api.Queues;

internal static class QueueEndpoints
{
    public static void MapQueues(this IEndpointRouteBuilder app)
    {
        app.MapGet("/queues", ListAsync).WithSummary("All queues that have settings or ever had a job, with what waits in them and how they do");
        app.MapGet("/queues/{queue}", GetAsync).WithSummary("One queue");
        app.MapPost("/queues/{queue}/pause", (IQueueStore store, IFigureStore figures, TimeProvider time, string queue, string? tenant, CancellationToken cancellationToken) =>
            PauseAsync(store, figures, time, tenant, queue, isPaused: true, cancellationToken)).WithSummary("Starts no more of a queue's jobs; what runs goes on");
        app.MapPost("/queues/{queue}/resume", (IQueueStore store, IFigureStore figures, TimeProvider time, string queue, string? tenant, CancellationToken cancellationToken) =>
            PauseAsync(store, figures, time, tenant, queue, isPaused: false, cancellationToken)).WithSummary("Starts a queue's jobs again");
        app.MapPost("/queues/{queue}/limits", LimitAsync).WithSummary("Sets all limits of a queue, for all processes together, in place of those it had");
        app.MapPost("/kinds/{kind}/pause", (IQueueStore store, string kind, string? tenant, CancellationToken cancellationToken) =>
            PauseKindAsync(store, tenant, kind, isPaused: true, cancellationToken)).WithSummary("Starts no more jobs of a kind, in no queue of the tenant");
        app.MapPost("/kinds/{kind}/resume", (IQueueStore store, string kind, string? tenant, CancellationToken cancellationToken) =>
            PauseKindAsync(store, tenant, kind, isPaused: false, cancellationToken)).WithSummary("Starts jobs of a kind again");
    }

    private static async Task<QueuePage> ListAsync(IQueueStore store, IFigureStore figures, TimeProvider time, string? tenant, CancellationToken cancellationToken)
    {
        var queues = await store.ListQueuesAsync(tenant, cancellationToken);
        var numbers = (await figures.ReadAsync(cancellationToken)).ToDictionary(f => (f.Tenant, f.Queue));
        var kinds = await store.ListKindsAsync(cancellationToken);
        var unserved = await figures.ReadUnservedAsync(time.GetUtcNow(), cancellationToken);
        return new QueuePage
        {
            Queues = [.. queues.Select(q => QueueViews.View(q, numbers.GetValueOrDefault((q.Settings.Tenant, q.Settings.Queue)), unserved))],
            PausedKinds = [.. kinds.Where(k => k.IsPaused && (tenant is null || k.Tenant == tenant)).Select(k => $"{k.Tenant}/{k.Kind}")],
        };
    }

    private static async Task<QueueView> GetAsync(IQueueStore store, IFigureStore figures, TimeProvider time, string queue, string? tenant, CancellationToken cancellationToken)
    {
        var status = await FindAsync(store, QueueInput.Tenant(tenant), queue, cancellationToken) ?? throw new IsaaException("queue_unknown",
            $"There is no queue '{ApiInput.Shorten(queue)}': it has neither settings nor had it ever a job. GET /api/v1/queues lists those there are.");
        var numbers = await figures.ReadAsync(cancellationToken);
        var unserved = await figures.ReadUnservedAsync(time.GetUtcNow(), cancellationToken);
        return QueueViews.View(status, numbers.FirstOrDefault(f => f.Tenant == status.Settings.Tenant && f.Queue == status.Settings.Queue), unserved);
    }

    private static async Task<QueueView> PauseAsync(
        IQueueStore store, IFigureStore figures, TimeProvider time, string? tenant, string queue, bool isPaused, CancellationToken cancellationToken)
    {
        await store.PauseQueueAsync(QueueInput.Tenant(tenant), QueueInput.Name("queue", queue), isPaused, cancellationToken);
        return await GetAsync(store, figures, time, queue, tenant, cancellationToken);
    }

    private static async Task<QueueView> LimitAsync(
        IQueueStore store, IFigureStore figures, TimeProvider time, string queue, string? tenant, QueueLimits limits, CancellationToken cancellationToken)
    {
        var owner = QueueInput.Tenant(tenant);
        var before = await FindAsync(store, owner, QueueInput.Name("queue", queue), cancellationToken);
        var settings = new QueueSettings
        {
            Tenant = owner,
            Queue = queue,
            IsPaused = before?.Settings.IsPaused ?? false,
            Concurrency = QueueInput.Concurrency("concurrency", limits.Concurrency),
            Rate = QueueInput.Rate("rate", limits.Rate),
            GroupConcurrency = QueueInput.Concurrency("groupConcurrency", limits.GroupConcurrency),
            GroupRate = QueueInput.Rate("groupRate", limits.GroupRate),
        };
        await store.SaveQueueAsync(settings, cancellationToken);
        return await GetAsync(store, figures, time, queue, tenant, cancellationToken);
    }

    private static async Task<KindView> PauseKindAsync(IQueueStore store, string? tenant, string kind, bool isPaused, CancellationToken cancellationToken)
    {
        var settings = new KindSettings { Tenant = QueueInput.Tenant(tenant), Kind = QueueInput.Name("kind", kind), IsPaused = isPaused };
        await store.SaveKindAsync(settings, cancellationToken);
        return new KindView { Tenant = settings.Tenant, Kind = settings.Kind, IsPaused = settings.IsPaused };
    }

    private static async Task<QueueStatus?> FindAsync(IQueueStore store, string tenant, string queue, CancellationToken cancellationToken) =>
        (await store.ListQueuesAsync(tenant, cancellationToken)).FirstOrDefault(q => q.Settings.Queue == queue);
}
