using Isaa.Storage.Tests.Conformance.Operating;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres.Conforming.Operating;

public sealed class PostgresSearchTests : SearchConformance
{
    private protected override StoreFixture Create() => new PostgresFixture();
}
