using Isaa.Jobs;
using Isaa.Jobs.Searching;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Searching;

/// <summary>
/// Lists and counts the jobs that a filter means, newest first. Where no index helps no more than so many are looked at in one call, so that a read never lasts
/// long however many jobs there are.
/// </summary>
internal static class JobLists
{
    /// <summary>The most jobs one page looks at.</summary>
    public const int LookedAtByList = 100_000;

    /// <summary>The most jobs one part of a count looks at.</summary>
    public const int LookedAtByCount = 500_000;

    private const string SelectPlace = "SELECT seq FROM isaa_jobs WHERE id = ?";

    private const string SelectCounts = """
        SELECT c.state, cast(sum(c.n) AS bigint) FROM isaa_counts c CROSS JOIN isaa_lanes l ON l.lane = c.lane
        WHERE (?1 IS NULL OR l.tenant = ?1) AND (?2 IS NULL OR l.queue = ?2) AND (?3 IS NULL OR l.kind = ?3) GROUP BY c.state
        """;

    public static JobPage List(SqlReadContext context, JobQuery query)
    {
        var filter = new FilterSql(query.Filter, context.Dialect);
        var sql = filter.Select(JobRow.Columns + JobReads.LaneColumns, " ORDER BY j.seq DESC LIMIT ?");
        var stretches = new Stretches(context, filter, query.After, LookedAtByList);
        var jobs = new List<Job>();
        var last = 0L;
        while (stretches.Next())
        {
            var rows = context.Statement(sql);
            rows.Bind(filter.Bind(rows, stretches.Low, stretches.High), query.Limit + 1 - jobs.Count);
            while (rows.Step())
            {
                if (jobs.Count == query.Limit)
                {
                    rows.Reset();
                    return new JobPage(jobs, new JobPlace(last));
                }

                jobs.Add(JobRow.Read(rows, JobReads.ReadLane(rows)));
                last = rows.Long(0);
            }
        }

        return new JobPage(jobs, stretches.Rest);
    }

    public static JobTally Count(SqlReadContext context, JobFilter filter, JobPlace? after)
    {
        if (IsCounted(filter))
        {
            return ReadCounters(context, filter);
        }

        var condition = new FilterSql(filter, context.Dialect);
        var sql = condition.Select("j.state, count(*)", " GROUP BY j.state");
        var stretches = new Stretches(context, condition, after, LookedAtByCount);
        var states = new Dictionary<JobState, long>();
        while (stretches.Next())
        {
            var rows = context.Statement(sql);
            _ = condition.Bind(rows, stretches.Low, stretches.High);
            while (rows.Step())
            {
                var state = (JobState)rows.Int(0);
                states[state] = states.GetValueOrDefault(state) + rows.Long(1);
            }
        }

        return new JobTally(states, stretches.Rest);
    }

    public static JobPlace? Find(SqlReadContext context, JobId job)
    {
        var row = context.Statement(SelectPlace).Bind(1, job.Value);
        if (!row.Step())
        {
            return null;
        }

        var place = new JobPlace(row.Long(0));
        row.Reset();
        return place;
    }

    private static bool IsCounted(JobFilter filter) => (filter with { Tenant = null, Queue = null, Kind = null, States = [] }).IsEmpty;

    private static JobTally ReadCounters(SqlReadContext context, JobFilter filter)
    {
        var states = new Dictionary<JobState, long>();
        var rows = context.Statement(SelectCounts).Bind(1, filter.Tenant).Bind(2, filter.Queue).Bind(3, filter.Kind);
        while (rows.Step())
        {
            var state = (JobState)rows.Int(0);
            if (rows.Long(1) != 0 && (filter.States.Count == 0 || filter.States.Contains(state)))
            {
                states[state] = rows.Long(1);
            }
        }

        return new JobTally(states, null);
    }
}
