using Isaa.Storage.Tests.Conformance.Waiting;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres.Conforming.Waiting;

public sealed class PostgresTrailTests : TrailConformance
{
    private protected override StoreFixture Create() => new PostgresFixture();
}
