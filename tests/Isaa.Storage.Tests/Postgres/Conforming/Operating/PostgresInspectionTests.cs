using Isaa.Storage.Tests.Conformance.Operating;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres.Conforming.Operating;

public sealed class PostgresInspectionTests : InspectionConformance
{
    private protected override StoreFixture Create() => new PostgresFixture();
}
