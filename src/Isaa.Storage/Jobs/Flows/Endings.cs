using Isaa.Jobs;
using Isaa.Jobs.Flows;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Flows;

/// <summary>
/// What the end of a job means for those that wait for it, and for its own children. One end may bring about others; they are taken one after the other, so
/// that a long chain of jobs needs no deep stack.
/// </summary>
internal sealed class Endings
{
    private const string SelectDependants = """
        SELECT edge, dependant, policy FROM isaa_dependencies WHERE dependency = ? AND is_open = 1 ORDER BY dependant
        """;

    private const string Close = "UPDATE isaa_dependencies SET is_open = 0 WHERE edge = ? AND is_open = 1";

    private const string CloseAll = "UPDATE isaa_dependencies SET is_open = 0 WHERE dependant = ? AND is_open = 1";

    private const string SetPending = "UPDATE isaa_jobs SET pending = ? WHERE seq = ?";

    private const string SelectOpenChildren = """
        SELECT dependency FROM isaa_dependencies WHERE dependant = ? AND child = 1 AND outlives = 0 AND is_open = 1 ORDER BY dependency
        """;

    private const string SelectError = "SELECT error FROM isaa_jobs WHERE seq = ?";

    private readonly Queue<(JobHead Head, JobState State)> _ended = [];
    private bool _isRunning;

    /// <summary>A job has ended.</summary>
    /// <param name="context">The transaction.</param>
    /// <param name="head">The job before its end.</param>
    /// <param name="state">How it ended.</param>
    public void Add(SqlWriteContext context, JobHead head, JobState state)
    {
        _ended.Enqueue((head, state));
        if (_isRunning)
        {
            return;
        }

        _isRunning = true;
        try
        {
            while (_ended.TryDequeue(out var next))
            {
                Settle(context, next.Head, next.State);
            }
        }
        finally
        {
            _isRunning = false;
            _ended.Clear();
        }
    }

    /// <summary>Lets a job that waits for others go on when none is left.</summary>
    public static void GoOn(SqlWriteContext context, JobHead head)
    {
        switch (head.State)
        {
            case JobState.Waiting when head.RunAt > context.Now:
                JobTransitions.Apply(context, head, new JobMove(JobState.Delayed, EventTypes.Delayed));
                break;
            case JobState.Waiting or JobState.WaitingChildren:
                JobTransitions.Apply(context, head, new JobMove(JobState.Ready, EventTypes.Ready) { RunAt = context.Now });
                break;
            case JobState.WaitingSignal when WaitWrites.WaitsForChildren(context, head.Row):
                JobTransitions.Apply(context, head, new JobMove(JobState.Ready, EventTypes.Ready) { RunAt = context.Now });
                break;
        }
    }

    /// <summary>Fails a job that waits for one that did not end well.</summary>
    public static void Fail(SqlWriteContext context, JobHead job, JobHead dependency, JobState state)
    {
        var error = Describe(context, dependency, state);
        JobTransitions.Apply(context, job, new JobMove(JobState.Failed, EventTypes.Failed)
        {
            Error = error,
            Body = JobJson.Body(new ErrorBody(error), JobJson.Default.ErrorBody),
        });
    }

    private static JobError Describe(SqlWriteContext context, JobHead dependency, JobState state)
    {
        var row = context.Statement(SelectError).Bind(1, dependency.Row);
        _ = row.Step();
        var error = JobJson.ReadError(row.TextOrNull(0));
        row.Reset();
        var kind = context.Remembered<LaneTable>().Get(context, dependency.Lane).Kind;
        var end = state switch
        {
            JobState.Cancelled => "was cancelled",
            JobState.Dead => "is dead",
            _ => $"failed with {error?.Code ?? "no code"}",
        };
        return new JobError
        {
            Code = "dependency_failed",
            Message = $"Job {dependency.Id} ('{kind}'), which this one waits for, {end}. Retry that one, then this one; or add it with another failure policy.",
        };
    }

    private static void Settle(SqlWriteContext context, JobHead ended, JobState state)
    {
        if (ended.IsWatched)
        {
            foreach (var (edge, dependant, policy) in ReadDependants(context, ended.Row))
            {
                Tell(context, ended, state, edge, dependant, policy);
            }
        }

        if (ended.Pending > 0)
        {
            var children = state == JobState.Completed ? [] : ReadOpenChildren(context, ended.Row);
            context.Statement(CloseAll).Bind(1, ended.Row).Run();
            context.Statement(SetPending).Bind(1, 0).Bind(2, ended.Row).Run();
            foreach (var child in children)
            {
                if (JobHead.Find(context, child) is { } found)
                {
                    JobMoves.Cancel(context, found.Id, $"its parent {ended.Id} ended");
                }
            }
        }
    }

    private static void Tell(SqlWriteContext context, JobHead ended, JobState state, long edge, long dependant, FailurePolicy policy)
    {
        var isFailure = state != JobState.Completed;
        if (isFailure && policy == FailurePolicy.Wait)
        {
            return;
        }

        // The edge was read before the dependant was locked: it may be gone or closed by now, and what that meant was done then.
        if (JobHead.Find(context, dependant) is not { } head || context.Statement(Close).Bind(1, edge).RunCounted() == 0)
        {
            return;
        }

        var goesOn = isFailure && policy == FailurePolicy.Continue;
        if (goesOn)
        {
            context.Statement(CloseAll).Bind(1, dependant).Run();
        }

        head = head with { Pending = goesOn ? 0 : head.Pending - 1 };
        context.Statement(SetPending).Bind(1, head.Pending).Bind(2, dependant).Run();
        if (isFailure && policy == FailurePolicy.Fail && IsHeldBack(context, head))
        {
            Fail(context, head, ended, state);
        }
        else if (head.Pending == 0 || (IsHeldBack(context, head) && WaitWrites.WaitsForAnyChild(context, head.Row)))
        {
            GoOn(context, head);
        }
    }

    private static bool IsHeldBack(SqlWriteContext context, JobHead head) => head.State is JobState.Waiting or JobState.WaitingChildren
        || (head.State == JobState.WaitingSignal && WaitWrites.WaitsForChildren(context, head.Row));

    private static List<(long Edge, long Dependant, FailurePolicy Policy)> ReadDependants(SqlWriteContext context, long dependency)
    {
        var found = new List<(long, long, FailurePolicy)>();
        var rows = context.Statement(SelectDependants).Bind(1, dependency);
        while (rows.Step())
        {
            found.Add((rows.Long(0), rows.Long(1), (FailurePolicy)rows.Int(2)));
        }

        return found;
    }

    private static List<long> ReadOpenChildren(SqlWriteContext context, long parent)
    {
        var found = new List<long>();
        var rows = context.Statement(SelectOpenChildren).Bind(1, parent);
        while (rows.Step())
        {
            found.Add(rows.Long(0));
        }

        return found;
    }
}
