namespace Isaa.Storage.Jobs.Inspection;

/// <summary>What must hold. Each query answers how many rows break the rule, and the number of one of them.</summary>
internal static class StoreRules
{
    /// <summary>The rules with their queries.</summary>
    public static IReadOnlyList<(string Rule, string Sql)> All { get; } =
    [
        ("Every job has arguments",
            "SELECT count(*), min(j.seq) FROM isaa_jobs j WHERE NOT EXISTS (SELECT 1 FROM isaa_job_arguments a WHERE a.seq = j.seq)"),
        ("Arguments belong to a job", Orphans("isaa_job_arguments", "seq")),
        ("Results belong to a job", Orphans("isaa_job_results", "seq")),
        ("Snapshots belong to a job", Orphans("isaa_job_snapshots", "seq")),
        ("Steps belong to a job", Orphans("isaa_steps", "job")),
        ("Signals belong to a job", Orphans("isaa_signals", "job")),
        ("Waits belong to a job", Orphans("isaa_waits", "job")),
        ("Progress belongs to a job", Orphans("isaa_job_progress", "seq")),
        ("Log lines belong to a job", Orphans("isaa_job_logs", "job")),
        ("Events belong to a job",
            "SELECT count(*), min(e.event) FROM isaa_events e WHERE e.job <> 0 AND NOT EXISTS (SELECT 1 FROM isaa_jobs j WHERE j.seq = e.job)"),
        ("Every job has a lane", "SELECT count(*), min(j.seq) FROM isaa_jobs j WHERE NOT EXISTS (SELECT 1 FROM isaa_lanes l WHERE l.lane = j.lane)"),
        ("Edges join two jobs", """
            SELECT count(*), min(d.edge) FROM isaa_dependencies d
            WHERE NOT EXISTS (SELECT 1 FROM isaa_jobs j WHERE j.seq = d.dependant) OR NOT EXISTS (SELECT 1 FROM isaa_jobs j WHERE j.seq = d.dependency)
            """),
        ("A job that waits for others has others to wait for", "SELECT count(*), min(seq) FROM isaa_jobs WHERE state = 0 AND pending <= 0"),
        ("A waiting job's count is that of its open edges", """
            SELECT count(*), min(j.seq) FROM isaa_jobs j
            WHERE j.state IN (0, 4, 5) AND j.pending <> (SELECT count(*) FROM isaa_dependencies d WHERE d.dependant = j.seq AND d.is_open = 1)
                + (SELECT count(*) FROM isaa_unique_keys u JOIN isaa_lanes l ON l.tenant = u.tenant WHERE l.lane = j.lane AND u.key = j.unique_key AND u.next = j.seq)
            """),
        ("A job that waits for children has open ones", "SELECT count(*), min(seq) FROM isaa_jobs WHERE state = 4 AND pending <= 0"),
        ("A job that waits for a signal says which", """
            SELECT count(*), min(j.seq) FROM isaa_jobs j WHERE j.state = 5 AND NOT EXISTS (SELECT 1 FROM isaa_waits w WHERE w.job = j.seq AND w.name <> '')
            """),
        ("No job waits for a signal that has come", """
            SELECT count(*), min(j.seq) FROM isaa_jobs j
            WHERE j.state = 5 AND EXISTS (SELECT 1 FROM isaa_waits w JOIN isaa_signals s ON s.job = w.job AND s.name = w.name WHERE w.job = j.seq AND s.taken = 0)
            """),
        ("No job waits for one that has ended", """
            SELECT count(*), min(d.edge) FROM isaa_dependencies d JOIN isaa_jobs j ON j.seq = d.dependant JOIN isaa_jobs o ON o.seq = d.dependency
            WHERE d.is_open = 1 AND j.state IN (0, 4, 5) AND (o.state = 6 OR (o.state > 6 AND d.policy <> 3))
            """),
        ("Who is waited for knows it", """
            SELECT count(*), min(d.edge) FROM isaa_dependencies d JOIN isaa_jobs o ON o.seq = d.dependency WHERE d.is_open = 1 AND o.state < 6 AND o.watched = 0
            """),
        ("An ended job has the time of its ending, and no other has", "SELECT count(*), min(seq) FROM isaa_jobs WHERE (state > 5) <> (finished_at IS NOT NULL)"),
        ("The worker of an active job is registered", """
            SELECT count(*), min(j.seq) FROM isaa_jobs j
            WHERE j.state = 3 AND NOT EXISTS (SELECT 1 FROM isaa_workers w WHERE w.id = j.worker AND w.ended_at IS NULL)
            """),
        ("Counters agree with the jobs", """
            SELECT count(*), min(c.lane) FROM (
                SELECT b.lane FROM (SELECT lane, state, n FROM isaa_counts UNION ALL SELECT lane, state, -1 FROM isaa_jobs) b
                GROUP BY b.lane, b.state HAVING sum(b.n) <> 0) c
            """),
        ("Only jobs of groups are held", "SELECT count(*), min(seq) FROM isaa_jobs WHERE held = 1 AND group_row IS NULL"),
        ("A group's open tickets are its jobs that may be claimed", """
            SELECT count(*), min(g.group_row) FROM isaa_groups g
            WHERE g.open <> (SELECT count(*) FROM isaa_jobs j WHERE j.group_row = g.group_row AND j.state = 1 AND j.held = 0)
            """),
        ("A group's active tickets are its running jobs", """
            SELECT count(*), min(g.group_row) FROM isaa_groups g
            WHERE g.fifo = 0 AND g.active <> (SELECT count(*) FROM isaa_jobs j WHERE j.group_row = g.group_row AND j.state = 3)
            """),
        ("A limited queue's slots are its running jobs that are counted", """
            SELECT count(*), min(q.queue_row) FROM isaa_queues q
            WHERE q.concurrency IS NOT NULL AND q.active <> (
                SELECT count(*) FROM isaa_jobs j JOIN isaa_lanes l ON l.lane = j.lane
                WHERE j.state = 3 AND j.counted = 1 AND l.tenant = q.tenant AND l.queue = q.queue)
            """),
        ("A unique key without a time is held by a job that has not ended", """
            SELECT count(*), min(u.job) FROM isaa_unique_keys u
            WHERE u.until IS NULL AND u.job <> 0 AND NOT EXISTS (SELECT 1 FROM isaa_jobs j WHERE j.seq = u.job AND j.state < 6)
            """),
    ];

    private static string Orphans(string table, string column) =>
        $"SELECT count(*), min(t.{column}) FROM {table} t WHERE NOT EXISTS (SELECT 1 FROM isaa_jobs j WHERE j.seq = t.{column})";
}
