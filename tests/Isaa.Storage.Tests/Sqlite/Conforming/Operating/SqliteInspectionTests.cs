using Isaa.Storage.Tests.Conformance.Operating;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Sqlite.Conforming.Operating;

public sealed class SqliteInspectionTests : InspectionConformance
{
    private protected override StoreFixture Create() => new SqliteFixture();
}
