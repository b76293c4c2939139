using Isaa.Storage.Tests.Conformance.Edges;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres.Conforming.Edges;

public sealed class PostgresOddTextTests : TextConformance
{
    private protected override StoreFixture Create() => new PostgresFixture();
}
