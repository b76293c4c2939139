using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Isaa.Storage.Postgres.Engine;

/// <summary>A command's text as PostgreSQL reads it.</summary>
/// <param name="Sql">The text.</param>
/// <param name="Parameters">How many parameters it has.</param>
/// <param name="ReturnsRows">Whether it answers with rows.</param>
/// <param name="Writes">Whether it changes the database; a query that only locks rows does not.</param>
internal sealed partial record PostgresText(string Sql, int Parameters, bool ReturnsRows, bool Writes)
{
    /// <summary>Turns a command's common text into PostgreSQL's.</summary>
    public static PostgresText Translate(string common)
    {
        var (sql, parameters) = NumberParameters(Order().Replace(Index().Replace(common, ""), "JOIN $1 ON"));
        var isQuery = Query().IsMatch(sql);
        return new PostgresText(sql, parameters, isQuery || Returning().IsMatch(sql), !isQuery || Change().IsMatch(sql));
    }

    private static (string Sql, int Parameters) NumberParameters(string sql)
    {
        var text = new StringBuilder(sql.Length + 16);
        var (next, highest) = (0, 0);
        for (var i = 0; i < sql.Length; i++)
        {
            if (sql[i] == '\'')
            {
                var end = sql.IndexOf('\'', i + 1);
                text.Append(sql, i, end - i + 1);
                i = end;
            }
            else if (sql[i] != '?')
            {
                text.Append(sql[i]);
            }
            else
            {
                var number = 0;
                while (i + 1 < sql.Length && char.IsAsciiDigit(sql[i + 1]))
                {
                    number = number * 10 + (sql[++i] - '0');
                }

                number = number == 0 ? ++next : number;
                highest = Math.Max(highest, number);
                text.Append(CultureInfo.InvariantCulture, $"${number}");
            }
        }

        return (text.ToString(), highest);
    }

    [GeneratedRegex(@"\s+INDEXED\s+BY\s+\w+")]
    private static partial Regex Index();

    [GeneratedRegex(@"CROSS\s+JOIN\s+(\w+(?:\s+\w+)?)\s+ON\b")]
    private static partial Regex Order();

    [GeneratedRegex(@"^\s*(SELECT|WITH|VALUES|SHOW)\b")]
    private static partial Regex Query();

    [GeneratedRegex(@"\bRETURNING\b")]
    private static partial Regex Returning();

    [GeneratedRegex(@"\b(INSERT\s+INTO|UPDATE\s+\w+(\s+\w+)?\s+SET|DELETE\s+FROM)\b")]
    private static partial Regex Change();
}
