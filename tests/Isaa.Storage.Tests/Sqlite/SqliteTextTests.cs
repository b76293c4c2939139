using Isaa.Storage.Sqlite.Engine;

namespace Isaa.Storage.Tests.Sqlite;

public sealed class SqliteTextTests
{
    [Theory]
    [InlineData("SELECT a FROM t WHERE b = ? FOR UPDATE", "SELECT a FROM t WHERE b = ?")]
    [InlineData("SELECT a FROM t ORDER BY a LIMIT ? FOR UPDATE SKIP LOCKED", "SELECT a FROM t ORDER BY a LIMIT ?")]
    [InlineData("SELECT a FROM t JOIN u ON u.a = t.a\nFOR UPDATE OF t SKIP LOCKED", "SELECT a FROM t JOIN u ON u.a = t.a")]
    public void Row_locks_are_left_out(string common, string sqlite) => Assert.Equal(sqlite, SqliteText.Translate(common));

    [Theory]
    [InlineData("SELECT a FROM t INDEXED BY i CROSS JOIN u ON u.a = t.a WHERE b = ?1")]
    [InlineData("INSERT INTO t (a) VALUES (?) ON CONFLICT (a) DO UPDATE SET a = excluded.a")]
    public void Everything_else_stays(string common) => Assert.Equal(common, SqliteText.Translate(common));
}
