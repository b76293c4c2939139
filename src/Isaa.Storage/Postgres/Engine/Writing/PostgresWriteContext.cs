using Isaa.Storage.Sql;

namespace Isaa.Storage.Postgres.Engine.Writing;

/// <summary>A write on one connection.</summary>
internal sealed class PostgresWriteContext(PostgresConnection connection, IReadOnlyList<ISqlStoreWriter> writers, int shard) : SqlWriteContext(writers)
{
    public override SqlDialect Dialect => PostgresDialect.Instance;

    public override int Shard => shard;

    public override PostgresStatement Statement(string sql) => connection.Statement(sql);
}
