using Isaa.Storage.Sql;

namespace Isaa.Storage.Sqlite.Engine;

/// <summary>A write on one connection.</summary>
internal sealed class SqliteWriteContext(SqliteDatabase database, IReadOnlyList<ISqlStoreWriter> writers) : SqlWriteContext(writers)
{
    public override SqlDialect Dialect => SqliteDialect.Instance;

    public override SqlStatement Statement(string sql) => database.Statement(sql);
}
