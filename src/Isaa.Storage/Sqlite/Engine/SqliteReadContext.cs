using Isaa.Storage.Sql;

namespace Isaa.Storage.Sqlite.Engine;

/// <summary>A read on one connection.</summary>
internal sealed class SqliteReadContext(SqliteDatabase database) : SqlReadContext
{
    public override SqlDialect Dialect => SqliteDialect.Instance;

    public override SqlStatement Statement(string sql) => database.Statement(sql);
}
