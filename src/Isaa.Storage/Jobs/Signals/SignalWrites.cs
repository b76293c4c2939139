using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Jobs.Flows;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Signals;

/// <summary>Keeps signals and hands them to the jobs they are for.</summary>
internal static class SignalWrites
{
    /// <summary>The most signals that may wait for a job.</summary>
    private const int MaxWaiting = 1000;

    private const string SelectSent = "SELECT 1 FROM isaa_signals WHERE job = ? AND id = ?";

    private const string CountWaiting = "SELECT count(*) FROM isaa_signals WHERE job = ? AND taken = 0";

    private const string Insert = "INSERT INTO isaa_signals (job, name, id, at, taken, body) VALUES (?, ?, ?, ?, 0, ?)";

    private const string SelectOldest = "SELECT signal, id, at, body FROM isaa_signals WHERE job = ? AND name = ? AND taken = 0 ORDER BY signal LIMIT 1";

    private const string Take = "UPDATE isaa_signals SET taken = 1 WHERE signal = ?";

    private const string SelectNames = """
        SELECT DISTINCT s.name FROM isaa_signals s JOIN isaa_jobs j ON j.seq = s.job WHERE j.id = ? AND s.taken = 0
        """;

    /// <summary>The names of what was not taken yet.</summary>
    public static IReadOnlyList<string> ReadNames(SqlReadContext context, JobId job)
    {
        var names = new List<string>();
        var rows = context.Statement(SelectNames).Bind(1, job.Value);
        while (rows.Step())
        {
            names.Add(rows.Text(0));
        }

        return names;
    }

    public static SignalResult Send(SqlWriteContext context, NewSignal signal)
    {
        if (JobHead.Find(context, signal.Job) is not { } head)
        {
            return SignalResult.JobUnknown;
        }

        var sent = context.Statement(SelectSent).Bind(1, head.Row).Bind(2, signal.Id);
        if (sent.Step())
        {
            sent.Reset();
            return SignalResult.Duplicate;
        }

        if (head.State.IsFinal())
        {
            return SignalResult.JobEnded;
        }

        EnsureRoom(context, head);
        context.Statement(Insert).Bind(1, head.Row).Bind(2, signal.Name).Bind(3, signal.Id).Bind(4, context.Now).Bind(5, signal.Body.Span).Run();
        var body = JobJson.Body(new SignalBody(signal.Name, signal.Id), JobJson.Default.SignalBody);
        EventWrites.Append(context, context.Now, head.Row, EventTypes.Signalled, body);
        context.Touch(StoreTopic.Events);
        if (head.State != JobState.WaitingSignal || !WaitWrites.WaitsFor(context, head.Row, signal.Name))
        {
            return SignalResult.Kept;
        }

        JobTransitions.Apply(context, head, new JobMove(JobState.Ready, EventTypes.Ready) { RunAt = context.Now });
        return SignalResult.Woke;
    }

    public static SignalTaken Receive(SqlWriteContext context, SignalTake take)
    {
        if (JobHead.Find(context, take.Lease) is not { } head)
        {
            return new SignalTaken(false, null);
        }

        if (FindOldest(context, head.Row, take.Name) is var (row, signal))
        {
            context.Statement(Take).Bind(1, row).Run();
        }
        else if (take.Until is { } until && JobRow.NotBefore(until) <= context.Now)
        {
            signal = null;
        }
        else
        {
            StepWrites.Commit(context, take.Waiting);
            return new SignalTaken(true, null);
        }

        var commit = take.Settled(signal);
        StepWrites.Commit(context, commit);
        return new SignalTaken(true, commit);
    }

    private static (long Row, ReceivedSignal? Signal)? FindOldest(SqlWriteContext context, long job, string name)
    {
        var found = context.Statement(SelectOldest).Bind(1, job).Bind(2, name);
        if (!found.Step())
        {
            return null;
        }

        var signal = new ReceivedSignal { Id = found.Text(1), At = JobRow.Time(found.Long(2)), Body = found.Bytes(3) };
        var row = found.Long(0);
        found.Reset();
        return (row, signal);
    }

    private static void EnsureRoom(SqlWriteContext context, JobHead head)
    {
        var count = context.Statement(CountWaiting).Bind(1, head.Row);
        _ = count.Step();
        var waiting = count.Long(0);
        count.Reset();
        if (waiting >= MaxWaiting)
        {
            throw new IsaaException("signals_full", $"{waiting} signals wait for job {head.Id} already; at most {MaxWaiting} may. See why the job does not take them.");
        }
    }
}
