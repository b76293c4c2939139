using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Flows;

/// <summary>Ends attempts of jobs that have to wait for signals or children.</summary>
internal static class WaitWrites
{
    /// <summary>Stands for all children among the names of what a job waits for.</summary>
    private const string Children = "";

    /// <summary>Stands for the first child that ends; no signal has this name.</summary>
    private const string AnyChild = " ";

    private const string SelectWait = "SELECT 1 FROM isaa_waits WHERE job = ? AND name = ?";

    private const string DeleteWaits = "DELETE FROM isaa_waits WHERE job = ?";

    private const string InsertWait = "INSERT INTO isaa_waits (job, name) VALUES (?, ?)";

    private const string SelectSignal = "SELECT 1 FROM isaa_signals WHERE job = ? AND name = ? AND taken = 0 LIMIT 1";

    private const string SelectFailedChild = """
        SELECT d.dependency FROM isaa_dependencies d CROSS JOIN isaa_jobs j ON j.seq = d.dependency
        WHERE d.dependant = ? AND d.child = 1 AND d.policy = 0 AND j.state > 6 ORDER BY d.edge LIMIT 1
        """;

    // The end of the year 9999, for a job that waits until something comes.
    private const long Never = 253_402_300_799_999;

    /// <summary>Whether a job that waits for a signal waits for its children too, for all or for the first.</summary>
    public static bool WaitsForChildren(SqlWriteContext context, long job) => WaitsFor(context, job, Children) || WaitsForAnyChild(context, job);

    /// <summary>Whether the end of one child is enough for a waiting job.</summary>
    public static bool WaitsForAnyChild(SqlWriteContext context, long job) => WaitsFor(context, job, AnyChild);

    /// <summary>Whether a job waits for a signal of this name.</summary>
    public static bool WaitsFor(SqlWriteContext context, long job, string name) => Exists(context.Statement(SelectWait).Bind(1, job).Bind(2, name));

    /// <summary>Lets the job wait, or go on, or fail, by what has come already.</summary>
    public static void Apply(SqlWriteContext context, JobHead head, Settlement.Wait wait)
    {
        head = EdgeWrites.DropAwaited(context, head);
        var isAny = wait.AnyOf.Count > 0;
        if ((wait.Children || isAny) && FindFailedChild(context, head.Row) is { } failed)
        {
            Endings.Fail(context, head, failed, failed.State);
            return;
        }

        var body = JobJson.Body(new WaitingBody(wait.Signals, wait.Children || isAny, wait.Until), JobJson.Default.WaitingBody);
        if ((wait.Children && head.Pending == 0) || HasOneEnded(context, head, wait.AnyOf)
            || wait.Signals.Any(name => Exists(context.Statement(SelectSignal).Bind(1, head.Row).Bind(2, name))))
        {
            JobTransitions.Apply(context, head, new JobMove(JobState.Ready, EventTypes.Waiting) { Body = body, RunAt = context.Now });
            return;
        }

        if (isAny)
        {
            EdgeWrites.Await(context, head, wait.AnyOf);
        }

        context.Statement(DeleteWaits).Bind(1, head.Row).Run();
        foreach (var name in isAny ? wait.Signals.Append(AnyChild) : wait.Children ? wait.Signals.Append(Children) : wait.Signals)
        {
            context.Statement(InsertWait).Bind(1, head.Row).Bind(2, name).Run();
        }

        var to = wait.Signals.Count > 0 ? JobState.WaitingSignal : JobState.WaitingChildren;
        var until = wait.Until is { } limit ? JobRow.NotBefore(limit) : Never;
        JobTransitions.Apply(context, head, new JobMove(to, EventTypes.Waiting) { Body = body, RunAt = to == JobState.WaitingSignal ? until : null });
    }

    // A job that is not there, or belongs to somebody else, will not end.
    private static bool HasOneEnded(SqlWriteContext context, JobHead head, IReadOnlyList<JobId> jobs)
    {
        var tenant = context.Remembered<LaneTable>().Get(context, head.Lane).Tenant;
        return jobs.OrderBy(job => job.Value).Any(job => JobHead.Find(context, job) is not { } other || other.State.IsFinal()
            || context.Remembered<LaneTable>().Get(context, other.Lane).Tenant != tenant);
    }

    private static JobHead? FindFailedChild(SqlWriteContext context, long parent)
    {
        var found = context.Statement(SelectFailedChild).Bind(1, parent);
        if (!found.Step())
        {
            return null;
        }

        var row = found.Long(0);
        found.Reset();
        return JobHead.Find(context, row);
    }

    private static bool Exists(SqlStatement row)
    {
        var exists = row.Step();
        if (exists)
        {
            row.Reset();
        }

        return exists;
    }
}
