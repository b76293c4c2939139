using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Groups;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Jobs.Queues;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Claims;

/// <summary>
/// Takes ready jobs for a worker. The cost depends on how many it takes and how many lanes it serves, not on how many jobs wait, nor on how many of them
/// are paused or held back.
/// </summary>
internal static class JobClaims
{
    private const string IsRegistered = """
        SELECT (SELECT version FROM isaa_rules), (SELECT coalesce(max(lane), 0) FROM isaa_lanes) FROM isaa_workers WHERE id = ? AND ended_at IS NULL
        FOR UPDATE OF isaa_workers
        """;

    private const string SelectHead = """
        SELECT rank, seq FROM isaa_jobs INDEXED BY isaa_jobs_ready WHERE state = 1 AND held = 0 AND lane = ? ORDER BY rank, seq LIMIT ? FOR UPDATE SKIP LOCKED
        """;

    private const string SelectOnly = """
        WITH RECURSIVE family (seq) AS (
            SELECT seq FROM isaa_jobs WHERE id = ?
            UNION SELECT d.dependency FROM isaa_dependencies d JOIN family f ON f.seq = d.dependant WHERE d.child = 1)
        SELECT rank, seq, lane FROM isaa_jobs WHERE seq IN (SELECT seq FROM family) AND state = 1 AND held = 0 ORDER BY rank, seq LIMIT ? FOR UPDATE SKIP LOCKED
        """;

    public static ClaimResult Claim(SqlWriteContext context, ClaimRequest request, TenantTurns turns, ClaimTable table)
    {
        var version = EnsureRegistered(context, request.Worker);
        context.Remembered<QueueRules>().Follow(context, version);
        var budget = new ClaimBudget(context, turns);
        var claimed = new List<ClaimedJob>();
        bool again;
        do
        {
            again = ClaimRound(context, request, budget, table, claimed);
        }
        while (again && claimed.Count < request.Limit);

        budget.Save();
        return new ClaimResult { Jobs = claimed, NextAt = budget.NextAt };
    }

    // What is let in or found too old in one round makes another worth while.
    private static bool ClaimRound(SqlWriteContext context, ClaimRequest request, ClaimBudget budget, ClaimTable table, List<ClaimedJob> claimed)
    {
        var candidates = request.Only is { } only ? FindOnly(context, request, budget, only) : FindBest(context, request, budget, request.Limit - claimed.Count);
        if (candidates.Count == 0)
        {
            return false;
        }

        var jobs = table.Read(context, candidates);
        if (jobs.Any(job => job.Error is not null))
        {
            EndLate(context, jobs);
            candidates.ForEach(candidate => budget.GiveBack(candidate.Lane));
            return true;
        }

        table.Start(context, request.Worker, candidates, budget.IsCounted);
        var tickets = new SortedDictionary<long, int>();
        foreach (var job in jobs)
        {
            claimed.Add(job.ToClaimed(context, request.Worker));
            if (job.Group is { } group)
            {
                tickets[group] = tickets.GetValueOrDefault(group) + 1;
            }
        }

        return MoveTickets(context, tickets);
    }

    // The end of one may be the end of another among them: the next round looks anew which of them may start.
    private static void EndLate(SqlWriteContext context, IReadOnlyList<ClaimedRows> jobs)
    {
        foreach (var job in jobs)
        {
            if (job.Error is { } error && JobHead.Find(context, job.Row) is { State: JobState.Ready } head)
            {
                JobTransitions.Apply(context, head, Timeouts.Move(error));
            }
        }
    }

    private static bool MoveTickets(SqlWriteContext context, SortedDictionary<long, int> tickets)
    {
        var letIn = false;
        foreach (var (row, count) in tickets)
        {
            var group = GroupRow.Lock(context, row);
            group.Open -= count;
            group.Active += count;
            var before = group.Open;
            GroupTickets.Admit(context, group);
            letIn |= group.Open > before;
        }

        return letIn;
    }

    // Answers with the version of the rules, and sees to it that all lanes are known.
    private static long EnsureRegistered(SqlWriteContext context, WorkerId worker)
    {
        var found = context.Statement(IsRegistered).Bind(1, worker.Value);
        if (!found.Step())
        {
            throw new IsaaException("worker_unknown", $"Worker {worker} is not registered, or its lease ended. It must send a heartbeat under a new id before it claims.");
        }

        var (version, newest) = (found.Long(0), found.Long(1));
        found.Reset();
        context.Remembered<LaneTable>().Follow(context, newest);
        return version;
    }

    private static List<Candidate> FindBest(SqlWriteContext context, ClaimRequest request, ClaimBudget budget, int limit)
    {
        var found = new List<Candidate>();
        var lanes = 0;
        foreach (var lane in context.Remembered<LaneTable>().Match(request))
        {
            if (!budget.Opens(lane))
            {
                continue;
            }

            var before = found.Count;
            var rows = context.Statement(SelectHead).Bind(1, lane.Number).Bind(2, limit);
            while (rows.Step())
            {
                found.Add(new Candidate(rows.Long(0), rows.Long(1), lane));
            }

            lanes += found.Count > before ? 1 : 0;
        }

        if (lanes > 1)
        {
            found.Sort();
            budget.Arrange(found);
        }

        return budget.Take(found, limit);
    }

    private static List<Candidate> FindOnly(SqlWriteContext context, ClaimRequest request, ClaimBudget budget, JobId only)
    {
        var lanes = context.Remembered<LaneTable>().Match(request);
        var found = new List<Candidate>();
        var rows = context.Statement(SelectOnly).Bind(1, only.Value).Bind(2, request.Limit);
        while (rows.Step())
        {
            var (rank, number, of) = (rows.Long(0), rows.Long(1), rows.Long(2));
            if (lanes.Find(l => l.Number == of) is { } lane && budget.Opens(lane))
            {
                found.Add(new Candidate(rank, number, lane));
            }
        }

        return budget.Take(found, request.Limit);
    }
}
