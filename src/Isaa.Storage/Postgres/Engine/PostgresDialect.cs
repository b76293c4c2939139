using Isaa.Jobs.Events;
using Isaa.Jobs.Searching;
using Isaa.Storage.Postgres.Jobs;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Postgres.Engine;

/// <summary>PostgreSQL's way to write it.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    private const char Separator = '\u001f';

    public static PostgresDialect Instance { get; } = new();

    public override string SelectByText => "SELECT seq FROM isaa_job_text WHERE words @@ CAST(? AS tsquery)";

    // The program has made the words already, so PostgreSQL's own parser is passed by.
    public override string InsertText => """
        INSERT INTO isaa_job_text (seq, words)
        SELECT CAST(? AS bigint), CAST(coalesce(string_agg(word || ':' || least(place, 16383), ' '), '') AS tsvector)
        FROM unnest(string_to_array(?, ' ')) WITH ORDINALITY AS words (word, place) WHERE word <> ''
        """;

    public override string DeleteText => "DELETE FROM isaa_job_text WHERE seq = ?";

    public override IReadOnlyList<string> DeleteEvents { get; } = ["DELETE FROM isaa_events WHERE job = ?"];

    public override string IdDigits(string column) => $"replace({column}::text, '-', '')";

    public override string Contains(string text, string part) => $"strpos({text}, {part}) > 0";

    public override string Property(string column, string name) => $"(isaa_json({column}) ->> '{name}')";

    public override string FieldEquals(string column) => $"""
        (SELECT CASE WHEN jsonb_typeof(value) IN ('object', 'array') THEN NULL ELSE value #>> ARRAY[]::text[] END
            FROM (SELECT isaa_json({column}) #> string_to_array(?, chr(31)) AS value) AS field) = ?
        """;

    public override int BindField(SqlStatement statement, int index, FieldMatch field)
    {
        statement.Bind(index, string.Join(Separator, field.Path)).Bind(index + 1, field.Value);
        return index + 2;
    }

    public override string TextQuery(IReadOnlyList<SearchTerm> terms) =>
        string.Join(" & ", terms.Select(term => $"({string.Join(" <-> ", term.Words.Select(word => $"'{word}'"))}{(term.IsPrefix ? ":*" : "")})"));

    public override IReadOnlyList<JobEvent> ReadEvents(SqlReadContext context, EventQuery query) => PostgresEvents.Read(context, query);

    public override EventCursor ReadLastEvent(SqlReadContext context) => PostgresEvents.Last(context);
}
