using Isaa.Storage.Tests.Conformance;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Sqlite;

public sealed class SqliteStepsTests : StepsConformance
{
    private protected override StoreFixture Create() => new SqliteFixture();
}
