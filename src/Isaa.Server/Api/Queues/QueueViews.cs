using Isaa.Jobs.Figures;
using Isaa.Jobs.Limits;
using Isaa.Protocol.Queues;

namespace Isaa.Server.Api.Queues;

/// <summary>Queues and groups as the API shows them.</summary>
internal static class QueueViews
{
    public static QueueView View(QueueStatus queue, QueueFigures? figures, IReadOnlyList<UnservedJobs> unserved) => new()
    {
        Tenant = queue.Settings.Tenant,
        Name = queue.Settings.Queue,
        IsPaused = queue.Settings.IsPaused,
        Limits = new QueueLimits
        {
            Concurrency = queue.Settings.Concurrency,
            Rate = View(queue.Settings.Rate),
            GroupConcurrency = queue.Settings.GroupConcurrency,
            GroupRate = View(queue.Settings.GroupRate),
        },
        BlockedUntil = queue.BlockedUntil,
        States = queue.Counts.OrderBy(c => c.Key).ToDictionary(c => JobViews.Name(c.Key), c => c.Value),
        Figures = new QueueFiguresView
        {
            OldestReadyAt = figures?.OldestReadyAt,
            Ended = figures?.Ended ?? 0,
            Failed = figures?.Failed ?? 0,
            WaitMedian = figures?.Wait?.Median.TotalSeconds,
            Wait95 = figures?.Wait?.Most.TotalSeconds,
            RunMedian = figures?.Run?.Median.TotalSeconds,
            Run95 = figures?.Run?.Most.TotalSeconds,
        },
        Unserved =
        [
            .. unserved.Where(u => u.Tenant == queue.Settings.Tenant && u.Queue == queue.Settings.Queue)
                .Select(u => new UnservedView { Kind = u.Kind, Requires = u.Requires, Count = u.Count }),
        ],
    };

    public static GroupView View(GroupStatus group) => new()
    {
        Key = group.Settings.Key,
        IsPaused = group.Settings.IsPaused,
        IsStrictFifo = group.IsStrictFifo,
        Limits = new GroupLimits { Concurrency = group.Settings.Concurrency, Rate = View(group.Settings.Rate) },
        BlockedUntil = group.BlockedUntil,
        Active = group.Active,
        Open = group.Open,
        Held = group.Held,
    };

    private static RateView? View(RateLimit? rate) =>
        rate is null ? null : new RateView { Jobs = rate.Jobs, Seconds = rate.Per.TotalSeconds, Burst = rate.Burst };
}
