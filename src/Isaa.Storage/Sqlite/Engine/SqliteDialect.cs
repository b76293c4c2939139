using System.Globalization;
using Isaa.Jobs.Events;
using Isaa.Jobs.Searching;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Sqlite.Engine;

/// <summary>SQLite's way to write it.</summary>
internal sealed class SqliteDialect : SqlDialect
{
    public static SqliteDialect Instance { get; } = new();

    public override string SelectByText => "SELECT rowid FROM isaa_job_text WHERE isaa_job_text MATCH ?";

    public override string InsertText => "INSERT INTO isaa_job_text (rowid, body) VALUES (?, ?)";

    public override string DeleteText => "DELETE FROM isaa_job_text WHERE rowid = ?";

    // A new row's number is one higher than the highest there is: the newest event stays, as nobody's.
    public override IReadOnlyList<string> DeleteEvents { get; } =
    [
        "DELETE FROM isaa_events WHERE job = ? AND event < (SELECT max(event) FROM isaa_events)",
        "UPDATE isaa_events SET job = 0, body = NULL WHERE job = ?",
    ];

    public override string IdDigits(string column) => $"lower(hex({column}))";

    public override string Contains(string text, string part) => $"instr({text}, {part}) > 0";

    public override string Property(string column, string name) => $"json_extract({column}, '$.{name}')";

    // JSON's true and false come out of SQLite as 1 and 0.
    public override string FieldEquals(string column) => $"""
        CASE json_type(CAST({column} AS TEXT), ?) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' WHEN 'object' THEN NULL WHEN 'array' THEN NULL
            ELSE CAST(json_extract(CAST({column} AS TEXT), ?) AS TEXT) END = ?
        """;

    public override int BindField(SqlStatement statement, int index, FieldMatch field)
    {
        var path = "$" + string.Concat(field.Path.Select(name =>
            int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? string.Create(CultureInfo.InvariantCulture, $"[{place}]") : $".\"{name}\""));
        statement.Bind(index, path).Bind(index + 1, path).Bind(index + 2, field.Value);
        return index + 3;
    }

    public override string TextQuery(IReadOnlyList<SearchTerm> terms) =>
        string.Join(' ', terms.Select(term => $"\"{string.Join(' ', term.Words)}\"{(term.IsPrefix ? "*" : "")}"));

    public override IReadOnlyList<JobEvent> ReadEvents(SqlReadContext context, EventQuery query) => SqliteEvents.Read(context, query);

    public override EventCursor ReadLastEvent(SqlReadContext context) => SqliteEvents.Last(context);
}
