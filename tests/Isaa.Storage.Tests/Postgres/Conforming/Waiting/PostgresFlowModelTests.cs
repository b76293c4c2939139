using Isaa.Storage.Tests.Conformance.Waiting;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres.Conforming.Waiting;

public sealed class PostgresFlowModelTests : FlowModelConformance
{
    private protected override StoreFixture Create() => new PostgresFixture();
}
