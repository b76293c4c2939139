using Isaa.Jobs;
using Isaa.Storage.Jobs;
using Isaa.Storage.Jobs.Claims;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Postgres.Engine.Writing;
using Isaa.Storage.Sql;
using NpgsqlTypes;

namespace Isaa.Storage.Postgres.Jobs.Sets;

/// <summary>Reads all jobs of a claim in one command, and starts them in two that travel with the commit.</summary>
internal sealed class ClaimSets : ClaimTable
{
    private const string Select = ClaimedRows.Select + "= ANY (?)";

    private const string Take = """
        UPDATE isaa_jobs SET state = 3, worker = ?, started = started + 1, started_at = ?, counted = ? WHERE seq = ANY (?)
        """;

    private ClaimSets()
    {
    }

    public static ClaimSets Instance { get; } = new();

    public override IReadOnlyList<ClaimedRows> Read(SqlWriteContext context, IReadOnlyList<Candidate> candidates)
    {
        var places = new Dictionary<long, int>(candidates.Count);
        for (var i = 0; i < candidates.Count; i++)
        {
            places.Add(candidates[i].Row, i);
        }

        var jobs = new ClaimedRows[candidates.Count];
        var rows = ((PostgresWriteContext)context).Statement(Select).BindColumn(1, Rows(candidates), NpgsqlDbType.Bigint);
        while (rows.Step())
        {
            var place = places[rows.Long(0)];
            jobs[place] = ClaimedRows.ReadFrom(context, rows, candidates[place].Lane);
        }

        return jobs;
    }

    public override void Start(SqlWriteContext context, WorkerId worker, IReadOnlyList<Candidate> candidates, Func<Lane, bool> isCounted)
    {
        foreach (var sort in candidates.GroupBy(candidate => isCounted(candidate.Lane)))
        {
            var take = ((PostgresWriteContext)context).Statement(Take).BindColumn(4, Rows(sort), NpgsqlDbType.Bigint);
            take.Bind(1, worker.Value).Bind(2, context.Now).Bind(3, sort.Key ? 1 : 0).Run();
        }

        EventSets.Append((PostgresWriteContext)context, Rows(candidates), EventTypes.Active);
        foreach (var lane in candidates.CountBy(candidate => candidate.Lane.Number))
        {
            JobTransitions.MovedSet(context, lane.Key, JobState.Ready, JobState.Active, lane.Value);
        }
    }

    private static long[] Rows(IEnumerable<Candidate> candidates) => [.. candidates.Select(candidate => candidate.Row)];
}
