using Isaa.Storage.Sql;

namespace Isaa.Storage.Postgres.Engine.Reading;

/// <summary>A read on one connection. Cancelling it interrupts the query it is in.</summary>
internal sealed class PostgresReadContext(PostgresConnection connection, CancellationToken cancellationToken) : SqlReadContext
{
    public override SqlDialect Dialect => PostgresDialect.Instance;

    /// <summary>What follows sees the newest state of the database.</summary>
    public void Renew() => connection.Begin("COMMIT", PostgresReader.Begin);

    public override SqlStatement Statement(string sql)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return connection.Statement(sql);
    }
}
