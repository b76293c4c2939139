using Isaa.Storage.Tests.Conformance.Edges;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Sqlite.Conforming.Edges;

public sealed class SqliteOddTextTests : TextConformance
{
    private protected override StoreFixture Create() => new SqliteFixture();
}
