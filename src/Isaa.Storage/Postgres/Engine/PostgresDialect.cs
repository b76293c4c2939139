using Isaa.Jobs.Searching;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Postgres.Engine;

/// <summary>PostgreSQL's way to write it.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    private const char Separator = '\u001f';

    public static PostgresDialect Instance { get; } = new();

    public override string SelectByText => "SELECT t.seq FROM isaa_job_text t WHERE t.body @@ to_tsquery('simple', ?)";

    public override string InsertText => "INSERT INTO isaa_job_text (seq, body) VALUES (?, to_tsvector('simple', ?))";

    public override string DeleteText => "DELETE FROM isaa_job_text WHERE seq = ?";

    public override string IdDigits(string column) => $"replace({column}::text, '-', '')";

    public override string Contains(string text, string part) => $"strpos({text}, {part}) > 0";

    public override string Property(string column, string name) => $"({column}::json ->> '{name}')";

    // A document with an escaped NUL is legal JSON, but PostgreSQL refuses to read it: such a one has no fields.
    public override string FieldEquals(string column) => $"""
        CASE WHEN strpos(convert_from({column}, 'UTF8'), '\u0000') > 0 THEN NULL
            ELSE convert_from({column}, 'UTF8')::json #>> string_to_array(?, chr(31)) END = ?
        """;

    public override int BindField(SqlStatement statement, int index, FieldMatch field)
    {
        statement.Bind(index, string.Join(Separator, field.Path)).Bind(index + 1, field.Value);
        return index + 2;
    }

    public override string TextQuery(IReadOnlyList<SearchTerm> terms) =>
        string.Join(" & ", terms.Select(term => $"({string.Join(" <-> ", term.Words.Select((word, i) => $"'{word}'{(term.IsPrefix && i == term.Words.Count - 1 ? ":*" : "")}"))})"));
}
