using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Moves;

/// <summary>
/// The order of claims. A rank is the time since when a job waits, in microseconds, later by the ageing step for each level of priority: a job waits at
/// most so much longer than one that is a level more urgent, whatever comes in meanwhile.
/// </summary>
internal static class JobRanks
{
    private const string SelectLowestLifo = """
        SELECT min(rank) FROM isaa_jobs INDEXED BY isaa_jobs_lifo WHERE state = 1 AND lifo = 1 AND lane = ? AND priority = ? AND rank > ?
        """;

    /// <summary>The rank of a job that waits since a time, given in Unix milliseconds.</summary>
    public static long Of(SqlWriteContext context, long since, int priority) => since * 1000 + Ageing(context, priority);

    /// <summary>How much later a priority makes a job.</summary>
    public static long Ageing(SqlWriteContext context, int priority) => priority * context.AgeingStep;

    /// <summary>
    /// The rank of a job that goes before those of its lane and priority that came last in, first out too. The first goes a level before the others;
    /// what has waited there for longer than a step is no longer overtaken, so that nothing starves.
    /// </summary>
    public static long OfLast(SqlWriteContext context, long lane, int priority)
    {
        var first = Of(context, context.Now, priority) - context.AgeingStep;
        var row = context.Statement(SelectLowestLifo).Bind(1, lane).Bind(2, priority).Bind(3, first - context.AgeingStep);
        _ = row.Step();
        var lowest = row.LongOrNull(0);
        row.Reset();
        return lowest <= first ? lowest.Value - 1 : first;
    }
}
