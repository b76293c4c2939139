using Isaa.Storage.Tests.Conformance.Waiting;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Sqlite.Conforming.Waiting;

public sealed class SqliteFlowModelTests : FlowModelConformance
{
    private protected override StoreFixture Create() => new SqliteFixture();
}
