using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Jobs.Flows;
using Isaa.Storage.Jobs.Logs;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs;

/// <summary>Keeps what a running job has to keep.</summary>
internal static class StepWrites
{
    private const string UpsertStep = """
        INSERT INTO isaa_steps (job, path, place, call_id, name, input_hash, kind, done, at, result) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (job, path, place, call_id) DO UPDATE SET
            name = excluded.name, input_hash = excluded.input_hash, kind = excluded.kind, done = excluded.done, at = excluded.at, result = excluded.result
        """;

    private const string UpsertSnapshot = """
        INSERT INTO isaa_job_snapshots (seq, steps_folded, body) VALUES (?, ?, ?)
        ON CONFLICT (seq) DO UPDATE SET steps_folded = excluded.steps_folded, body = excluded.body
        """;

    public static bool Commit(SqlWriteContext context, JobCommit commit)
    {
        if (!JobSettlements.IsHeld(context, commit.Lease))
        {
            return false;
        }

        var row = commit.Lease.Row;
        for (var i = 0; i < commit.Steps.Count; i++)
        {
            Save(context, row, commit.Steps[i]);
        }

        if (commit.Snapshot is { } snapshot)
        {
            context.Statement(UpsertSnapshot).Bind(1, row).Bind(2, snapshot.StepsFolded).Bind(3, snapshot.State.Span).Run();
        }

        if (commit.Children.Count > 0)
        {
            EdgeWrites.AddChildren(context, JobHead.Find(context, commit.Lease)!, commit.Children);
        }

        if (commit.RetryChildren.Count > 0)
        {
            FlowRetries.RetryChildren(context, JobHead.Find(context, commit.Lease)!, commit.RetryChildren);
        }

        if (commit.Trail is { } trail)
        {
            TrailWrites.Save(context, row, trail);
        }

        for (var i = 0; i < commit.With.Count; i++)
        {
            context.Write(commit.With[i]);
        }

        if (commit.Events.Count > 0)
        {
            EventWrites.Append(context, context.Now, row, commit.Events);
            context.Touch(StoreTopic.Events);
        }

        return true;
    }

    private static void Save(SqlWriteContext context, long row, StepRecord step) =>
        context.Statement(UpsertStep)
            .Bind(1, row).Bind(2, step.Key.Path).Bind(3, step.Key.Index).Bind(4, step.Key.CallId)
            .Bind(5, step.Name).Bind(6, step.InputHash).Bind(7, (int)step.Kind).Bind(8, step.IsDone ? 1 : 0)
            .Bind(9, step.At.ToUnixTimeMilliseconds()).Bind(10, step.Result)
            .Run();
}
