using Isaa.Jobs.Store;
using Isaa.Storage.Sql;
using Isaa.Storage.Tests.Conformance.Agents;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Sqlite;

public sealed class SqliteApprovalStoreTests : ApprovalStoreConformance
{
    private readonly SqliteFixture _fixture = new();

    private protected override ISqlStore Database => _fixture.Store;

    private protected override IJobStore Jobs => _fixture.Jobs;

    public override ValueTask DisposeAsync() => _fixture.DisposeAsync();
}
