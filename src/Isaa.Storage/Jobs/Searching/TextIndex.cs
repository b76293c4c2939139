using System.Text;
using System.Text.Json;
using Isaa.Jobs.Events;
using Isaa.Jobs.Searching;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Searching;

/// <summary>
/// The full-text index follows the event log: a job is taken in when it was added and again when it has ended. A mark says how far; whoever adds or ends
/// jobs does nothing for it.
/// </summary>
internal static class TextIndex
{
    private const int MostCharacters = 64 * 1024;

    private const string SelectMark = "SELECT at FROM isaa_marks WHERE name = 'text'";

    private const string SelectMarkLocked = SelectMark + " FOR UPDATE";

    private const string SaveMark = "INSERT INTO isaa_marks (name, at) VALUES ('text', ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at";

    private const string SelectJob = """
        SELECT j.seq, j.label, j.tags, j.error, a.body, r.body
        FROM isaa_jobs j JOIN isaa_job_arguments a ON a.seq = j.seq LEFT JOIN isaa_job_results r ON r.seq = j.seq WHERE j.id = ?
        """;

    private static readonly string[] Telling = [.. EventTypes.Indexed.Select(EventTypes.Name)];

    /// <summary>How far the log was read.</summary>
    public static EventCursor ReadMark(SqlReadContext context) => ReadMark(context, SelectMark);

    /// <summary>Takes in the jobs of these events and moves the mark behind them.</summary>
    public static bool TakeIn(SqlWriteContext context, IReadOnlyList<JobEvent> events)
    {
        var end = events[^1].Cursor;
        if (ReadMark(context, SelectMarkLocked) >= end)
        {
            return false;
        }

        foreach (var job in events.Where(e => Telling.Contains(e.Type)).Select(e => e.Job).Distinct())
        {
            if (ReadText(context, job.Value) is var (row, text))
            {
                context.Statement(context.Dialect.DeleteText).Bind(1, row).Run();
                context.Statement(context.Dialect.InsertText).Bind(1, row).Bind(2, text).Run();
            }
        }

        context.Statement(SaveMark).Bind(1, end.ToString()).Run();
        return true;
    }

    private static EventCursor ReadMark(SqlContext context, string sql)
    {
        var row = context.Statement(sql);
        if (!row.Step())
        {
            return EventCursor.Start;
        }

        _ = EventCursor.TryParse(row.Text(0), out var mark);
        row.Reset();
        return mark;
    }

    private static (long Row, string Text)? ReadText(SqlContext context, Guid job)
    {
        var row = context.Statement(SelectJob).Bind(1, job);
        if (!row.Step())
        {
            return null;
        }

        var words = new StringBuilder(row.TextOrNull(1)).Append(' ');
        words.AppendJoin(' ', JobJson.ReadTags(row.TextOrNull(2))).Append(' ').Append(JobJson.ReadError(row.TextOrNull(3))?.Message).Append(' ');
        AppendValues(words, row.BytesOrNull(4));
        AppendValues(words, row.BytesOrNull(5));
        var number = row.Long(0);
        row.Reset();
        return (number, SearchText.Fold(words.ToString(), MostCharacters));
    }

    // JSON may have half of a character, which no text has: then it is taken as it is written.
    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    // Values are what people look for; names of fields would be found in every job of a kind.
    private static void AppendValues(StringBuilder words, ReadOnlyMemory<byte>? json)
    {
        var reader = new Utf8JsonReader(json.GetValueOrDefault().Span, isFinalBlock: false, state: default);
        while (words.Length < MostCharacters && reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                words.Append(Text(ref reader)).Append(' ');
            }
            else if (reader.TokenType == JsonTokenType.Number)
            {
                words.Append(Encoding.UTF8.GetString(reader.ValueSpan)).Append(' ');
            }
        }
    }
}
