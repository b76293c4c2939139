using Isaa.Jobs;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Flows;

/// <summary>What retrying a job by hand means for those it waits for.</summary>
internal static class FlowRetries
{
    private const string SelectEdges = "SELECT edge, dependency, child FROM isaa_dependencies WHERE dependant = ? ORDER BY dependency";

    private const string Reopen = "UPDATE isaa_dependencies SET is_open = ? WHERE edge = ?";

    private const string SetPending = "UPDATE isaa_jobs SET pending = ? WHERE seq = ?";

    private const string Watch = "UPDATE isaa_jobs SET watched = 1 WHERE seq = ?";

    private const string SelectChild = "SELECT edge FROM isaa_dependencies WHERE dependant = ? AND dependency = ? AND child = 1 AND is_open = 0";

    /// <summary>Lets children of an active job that did not end well run again; the job waits for them anew.</summary>
    public static void RetryChildren(SqlWriteContext context, JobHead parent, IReadOnlyList<JobId> children)
    {
        var again = 0;
        foreach (var child in children)
        {
            if (JobHead.Find(context, child) is not { } head || FindEdge(context, parent.Row, head.Row) is not { } edge
                || JobMoves.Retry(context, child, at: null) is null or JobState.Completed or JobState.Failed or JobState.Cancelled or JobState.Dead)
            {
                continue;
            }

            context.Statement(Reopen).Bind(1, 1).Bind(2, edge).Run();
            context.Statement(Watch).Bind(1, head.Row).Run();
            again++;
        }

        context.Statement(SetPending).Bind(1, parent.Pending + again).Bind(2, parent.Row).Run();
    }

    /// <summary>
    /// Prepares a job that has ended for another life: its children that did not end well are retried too, and it waits again for all that has not ended. A
    /// dependency that is no child and failed no longer holds it back: whoever retries the job by hand has seen that.
    /// </summary>
    /// <returns>How many jobs it waits for.</returns>
    public static int Begin(SqlWriteContext context, long row)
    {
        var edges = new List<(long Edge, long Dependency, bool IsChild)>();
        var rows = context.Statement(SelectEdges).Bind(1, row);
        while (rows.Step())
        {
            edges.Add((rows.Long(0), rows.Long(1), rows.Int(2) == 1));
        }

        var open = 0;
        foreach (var (edge, dependency, isChild) in edges)
        {
            var isOpen = JobHead.Find(context, dependency) is { } head && RunsOrRunsAgain(context, head, isChild);
            context.Statement(Reopen).Bind(1, isOpen ? 1 : 0).Bind(2, edge).Run();
            if (isOpen)
            {
                context.Statement(Watch).Bind(1, dependency).Run();
                open++;
            }
        }

        if (edges.Count > 0)
        {
            context.Statement(SetPending).Bind(1, open).Bind(2, row).Run();
        }

        return open;
    }

    // A child whose unique key another holds by now stays as it ended.
    private static bool RunsOrRunsAgain(SqlWriteContext context, JobHead head, bool isChild) => !head.State.IsFinal()
        || (isChild && head.State != JobState.Completed && JobMoves.Retry(context, head.Id, at: null)?.IsFinal() == false);

    private static long? FindEdge(SqlWriteContext context, long parent, long child)
    {
        var row = context.Statement(SelectChild).Bind(1, parent).Bind(2, child);
        if (!row.Step())
        {
            return null;
        }

        var edge = row.Long(0);
        row.Reset();
        return edge;
    }
}
