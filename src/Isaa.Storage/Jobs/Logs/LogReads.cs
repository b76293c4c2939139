using Isaa.Jobs.Logs;
using Isaa.Storage.Sql;
using Microsoft.Extensions.Logging;

namespace Isaa.Storage.Jobs.Logs;

/// <summary>Reads what jobs said on their way.</summary>
internal static class LogReads
{
    private const string SelectLines = """
        SELECT line, at, level, category, body FROM isaa_job_logs
        WHERE job = (SELECT seq FROM isaa_jobs WHERE id = ?) AND line > ? AND level >= ? ORDER BY line LIMIT ?
        """;

    public static IReadOnlyList<JobLogLine> Read(SqlReadContext context, JobLogQuery query)
    {
        var lines = new List<JobLogLine>();
        var rows = context.Statement(SelectLines).Bind(1, query.Job.Value).Bind(2, query.After).Bind(3, (int)query.Level).Bind(4, query.Limit);
        while (rows.Step())
        {
            lines.Add(new JobLogLine
            {
                Number = rows.Long(0),
                At = JobRow.Time(rows.Long(1)),
                Level = (LogLevel)rows.Int(2),
                Category = rows.Text(3),
                Text = rows.Text(4),
            });
        }

        return lines;
    }
}
