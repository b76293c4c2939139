using Isaa.Storage.Tests.Conformance.Operating;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres.Conforming.Operating;

public sealed class PostgresFigureTests : FigureConformance
{
    private protected override StoreFixture Create() => new PostgresFixture();
}
