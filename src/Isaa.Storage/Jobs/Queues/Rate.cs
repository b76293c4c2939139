using Isaa.Jobs.Limits;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Queues;

/// <summary>A rate limit as it is kept.</summary>
/// <param name="Jobs">How many may start in the time.</param>
/// <param name="Milliseconds">The time.</param>
/// <param name="Burst">How many starts are saved up at most.</param>
internal readonly record struct Rate(long Jobs, long Milliseconds, long Burst)
{
    public static Rate? Of(RateLimit? limit) => limit is null
        ? null
        : new Rate(limit.Jobs, Math.Max(1, (long)Math.Ceiling(limit.Per.TotalMilliseconds)), limit.Burst ?? limit.Jobs);

    /// <summary>Reads three columns from the given one on.</summary>
    public static Rate? Read(SqlStatement row, int column) =>
        row.LongOrNull(column) is { } jobs ? new Rate(jobs, row.Long(column + 1), row.Long(column + 2)) : null;

    public RateLimit ToLimit() => new() { Jobs = (int)Jobs, Per = TimeSpan.FromMilliseconds(Milliseconds), Burst = (int)Burst };
}
