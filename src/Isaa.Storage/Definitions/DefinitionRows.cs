using System.Text.Json;
using Isaa.Definitions;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Definitions;

/// <summary>Reads the rows of definitions.</summary>
internal static class DefinitionRows
{
    public static DefinitionJson Json { get; } = DefinitionJson.Default;

    /// <summary>The versions a command yields.</summary>
    public static List<DefinitionVersion> Read(SqlStatement rows)
    {
        var versions = new List<DefinitionVersion>();
        while (rows.Step())
        {
            versions.Add(Version(rows, Tags(rows), Decision(rows)));
        }

        return versions;
    }

    /// <summary>The versions a command yields that fit the query, up to its limit.</summary>
    public static List<DefinitionVersion> Read(SqlStatement rows, DefinitionQuery query)
    {
        var versions = new List<DefinitionVersion>();
        while (versions.Count < query.Limit && rows.Step())
        {
            var (tags, decision) = (Tags(rows), Decision(rows));
            if (query.Matches(rows.Text(2), rows.Text(7), tags, decision is { IsAccepted: true }))
            {
                versions.Add(Version(rows, tags, decision));
            }
        }

        rows.Reset();
        return versions;
    }

    public static List<DefinitionDecision> ReadDecisions(SqlStatement rows)
    {
        var decisions = new List<DefinitionDecision>();
        while (rows.Step())
        {
            decisions.Add(Decision(rows, 0));
        }

        return decisions;
    }

    private static DefinitionVersion Version(SqlStatement rows, IReadOnlyList<string> tags, DefinitionDecision? decision) => new()
    {
        Key = new DefinitionKey(rows.Text(0), rows.Text(1), rows.Text(2)),
        Version = rows.Int(3),
        Hash = rows.Text(4),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(rows.Long(5)),
        Author = rows.TextOrNull(6),
        Description = rows.Text(7),
        Tags = tags,
        Body = rows.Bytes(9),
        Decision = decision,
    };

    private static IReadOnlyList<string> Tags(SqlStatement rows) => JsonSerializer.Deserialize(rows.Text(8), Json.IReadOnlyListString)!;

    // A decision is about bytes; it does not count for others under the same number.
    private static DefinitionDecision? Decision(SqlStatement rows) => rows.TextOrNull(10) == rows.Text(4) ? Decision(rows, 11) : null;

    private static DefinitionDecision Decision(SqlStatement rows, int column) => new()
    {
        IsAccepted = rows.Int(column) != 0,
        By = rows.Text(column + 1),
        Note = rows.Text(column + 2),
        At = DateTimeOffset.FromUnixTimeMilliseconds(rows.Long(column + 3)),
    };
}
