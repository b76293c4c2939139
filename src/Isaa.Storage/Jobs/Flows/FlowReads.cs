using Isaa.Jobs;
using Isaa.Jobs.Flows;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Flows;

/// <summary>Reads what jobs wait for.</summary>
internal static class FlowReads
{
    private const string SelectEdges = """
        SELECT j.id, l.kind, j.label, j.state, d.child, d.policy, d.is_open, r.body, j.error
        FROM isaa_dependencies d CROSS JOIN isaa_jobs j ON j.seq = d.dependency CROSS JOIN isaa_lanes l ON l.lane = j.lane
            LEFT JOIN isaa_job_results r ON r.seq = j.seq
        WHERE d.dependant = (SELECT seq FROM isaa_jobs WHERE id = ?) AND d.child >= ? ORDER BY d.edge
        """;

    public static IReadOnlyList<DependencyState> Read(SqlReadContext context, JobId job, bool childrenOnly)
    {
        var states = new List<DependencyState>();
        var rows = context.Statement(SelectEdges).Bind(1, job.Value).Bind(2, childrenOnly ? 1 : 0);
        while (rows.Step())
        {
            states.Add(new DependencyState
            {
                Job = new JobId(rows.Guid(0)),
                Kind = rows.Text(1),
                Label = rows.TextOrNull(2),
                State = (JobState)rows.Int(3),
                IsChild = rows.Int(4) == 1,
                OnFailure = (FailurePolicy)rows.Int(5),
                IsOpen = rows.Int(6) == 1,
                Result = rows.BytesOrNull(7),
                Error = JobJson.ReadError(rows.TextOrNull(8)),
            });
        }

        return states;
    }
}
