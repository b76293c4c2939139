using Isaa.Jobs;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Retention;

/// <summary>Deletes jobs with all that is theirs.</summary>
internal static class JobRemoval
{
    private const string SelectDependant = """
        SELECT 1 FROM isaa_dependencies d CROSS JOIN isaa_jobs j ON j.seq = d.dependant WHERE d.dependency = ? AND j.state < 6 LIMIT 1
        """;

    private static readonly string[] Deletes =
    [
        "DELETE FROM isaa_steps WHERE job = ?",
        "DELETE FROM isaa_job_snapshots WHERE seq = ?",
        "DELETE FROM isaa_job_arguments WHERE seq = ?",
        "DELETE FROM isaa_job_results WHERE seq = ?",
        "DELETE FROM isaa_job_progress WHERE seq = ?",
        "DELETE FROM isaa_job_logs WHERE job = ?",
        "DELETE FROM isaa_signals WHERE job = ?",
        "DELETE FROM isaa_waits WHERE job = ?",
        "DELETE FROM isaa_dependencies WHERE dependant = ?",
        "DELETE FROM isaa_dependencies WHERE dependency = ?",
        "DELETE FROM isaa_jobs WHERE seq = ?",
    ];

    /// <summary>Deletes a job that has ended, unless one that waits or waited for it has not and may still read its result.</summary>
    public static bool TryRemove(SqlWriteContext context, long row)
    {
        if (JobHead.Find(context, row) is not { } job || !job.State.IsFinal() || IsNeeded(context, job))
        {
            return false;
        }

        context.Remembered<JobCounts>().Leave(job.Lane, job.State);
        context.Statement(context.Dialect.DeleteText).Bind(1, row).Run();
        foreach (var delete in context.Dialect.DeleteEvents.Concat(Deletes))
        {
            context.Statement(delete).Bind(1, row).Run();
        }

        return true;
    }

    private static bool IsNeeded(SqlWriteContext context, JobHead job)
    {
        if (!job.IsWatched)
        {
            return false;
        }

        var row = context.Statement(SelectDependant).Bind(1, job.Row);
        var found = row.Step();
        row.Reset();
        return found;
    }
}
