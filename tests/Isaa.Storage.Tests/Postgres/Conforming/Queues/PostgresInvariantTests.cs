using Isaa.Storage.Tests.Conformance;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres.Conforming;

public sealed class PostgresInvariantTests : InvariantConformance
{
    private protected override StoreFixture Create() => new PostgresFixture();
}
