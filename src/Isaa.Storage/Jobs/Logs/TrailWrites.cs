using Isaa.Jobs.Logs;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Logs;

/// <summary>Keeps what a job said on its way.</summary>
internal static class TrailWrites
{
    private const string SaveProgress = """
        INSERT INTO isaa_job_progress (seq, at, body) VALUES (?, ?, ?) ON CONFLICT (seq) DO UPDATE SET at = excluded.at, body = excluded.body
        """;

    private const string SelectNewest = "SELECT coalesce(max(line), 0) FROM isaa_job_logs WHERE job = ?";

    private const string InsertLine = "INSERT INTO isaa_job_logs (job, line, at, level, category, body) VALUES (?, ?, ?, ?, ?, ?)";

    private const string DeleteOld = "DELETE FROM isaa_job_logs WHERE job = ? AND line <= ?";

    public static void Save(SqlWriteContext context, long job, JobTrail trail)
    {
        if (trail.Progress is { } progress)
        {
            context.Statement(SaveProgress).Bind(1, job).Bind(2, progress.At.ToUnixTimeMilliseconds()).Bind(3, progress.Value.Span).Run();
            EventWrites.Append(context, context.Now, job, EventTypes.Progress, [.. "{\"value\":"u8, .. progress.Value.Span, .. "}"u8]);
            context.Touch(StoreTopic.Events);
        }

        if (trail.Lines.Count > 0)
        {
            Append(context, job, trail);
        }
    }

    private static void Append(SqlWriteContext context, long job, JobTrail trail)
    {
        var newest = context.Statement(SelectNewest).Bind(1, job);
        _ = newest.Step();
        var number = newest.Long(0);
        newest.Reset();
        foreach (var line in trail.Lines)
        {
            context.Statement(InsertLine)
                .Bind(1, job).Bind(2, ++number).Bind(3, line.At.ToUnixTimeMilliseconds()).Bind(4, (int)line.Level).Bind(5, line.Category).Bind(6, line.Text).Run();
        }

        if (number > trail.Keep)
        {
            context.Statement(DeleteOld).Bind(1, job).Bind(2, number - trail.Keep).Run();
        }
    }
}
