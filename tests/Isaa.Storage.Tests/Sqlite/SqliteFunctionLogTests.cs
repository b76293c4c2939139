using Isaa.Storage.Sql;
using Isaa.Storage.Tests.Conformance;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Sqlite;

public sealed class SqliteFunctionLogTests : FunctionLogConformance
{
    private readonly SqliteFixture _fixture = new();

    private protected override ISqlStore Database => _fixture.Store;

    public override ValueTask DisposeAsync() => _fixture.DisposeAsync();
}
