using Isaa.Storage.Sql;
using Isaa.Storage.Tests.Conformance;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres.Conforming;

public sealed class PostgresFunctionLogTests : FunctionLogConformance
{
    private readonly PostgresFixture _fixture = new();

    private protected override ISqlStore Database => _fixture.Store;

    public override ValueTask DisposeAsync() => _fixture.DisposeAsync();
}
