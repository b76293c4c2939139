using Isaa.Storage.Sql;

namespace Isaa.Storage.Postgres.Engine.Writing;

/// <summary>A write on one connection.</summary>
internal sealed class PostgresWriteContext(PostgresConnection connection, IReadOnlyList<ISqlStoreWriter> writers, int shard) : SqlWriteContext(writers)
{
    public override SqlDialect Dialect => PostgresDialect.Instance;

    public override int Shard => shard;

    public override SqlStatement Statement(string sql) => connection.Statement(sql);

    /// <summary>The same command, for set-based parameters.</summary>
    public PostgresStatement Set(string sql) => connection.Statement(sql);
}
