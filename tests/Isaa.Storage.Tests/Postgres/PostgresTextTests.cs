using Isaa.Storage.Postgres.Engine;

namespace Isaa.Storage.Tests.Postgres;

public sealed class PostgresTextTests
{
    [Theory]
    [InlineData("SELECT a FROM t WHERE b = ? AND c = ?", "SELECT a FROM t WHERE b = $1 AND c = $2", 2)]
    [InlineData("SELECT a FROM t WHERE ?2 IS NULL OR b = ?2 LIMIT ?1", "SELECT a FROM t WHERE $2 IS NULL OR b = $2 LIMIT $1", 2)]
    [InlineData("SELECT '?' FROM t WHERE a = ?", "SELECT '?' FROM t WHERE a = $1", 1)]
    [InlineData("SELECT a FROM t INDEXED BY i WHERE b = 1", "SELECT a FROM t WHERE b = 1", 0)]
    [InlineData("SELECT a FROM t x CROSS JOIN u y ON y.a = x.a", "SELECT a FROM t x JOIN u y ON y.a = x.a", 0)]
    [InlineData("SELECT a FROM t LIMIT ? FOR UPDATE SKIP LOCKED", "SELECT a FROM t LIMIT $1 FOR UPDATE SKIP LOCKED", 1)]
    public void The_common_text_becomes_PostgreSQLs(string common, string postgres, int parameters)
    {
        var text = PostgresText.Translate(common);
        Assert.Equal((postgres, parameters), (text.Sql, text.Parameters));
    }

    [Theory]
    [InlineData("SELECT a FROM t FOR UPDATE", true, false)]
    [InlineData("WITH x AS (SELECT 1) INSERT INTO t SELECT 1 FROM x", true, true)]
    [InlineData("INSERT INTO t (a) VALUES (?)", false, true)]
    [InlineData("UPDATE t SET a = 1 RETURNING b", true, true)]
    [InlineData("DELETE FROM t", false, true)]
    public void It_is_known_what_answers_with_rows_and_what_writes(string common, bool returnsRows, bool writes)
    {
        var text = PostgresText.Translate(common);
        Assert.Equal((returnsRows, writes), (text.ReturnsRows, text.Writes));
    }
}
