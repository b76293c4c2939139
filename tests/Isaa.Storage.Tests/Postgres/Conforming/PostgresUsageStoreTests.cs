using Isaa.Agents.Usage;
using Isaa.Jobs.Store;
using Isaa.Storage.Agents;
using Isaa.Storage.Tests.Conformance;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres.Conforming;

public sealed class PostgresUsageStoreTests : UsageStoreConformance
{
    private readonly PostgresFixture _fixture = new(new UsageWriter());

    public PostgresUsageStoreTests() => Store = new UsageStore(_fixture.Store);

    private protected override IUsageStore Store { get; }

    private protected override Task WriteAsync(params StoreWrite[] writes) => _fixture.Store.WriteAsync(
        context =>
        {
            Array.ForEach(writes, context.Write);
            return true;
        },
        Token);

    public override ValueTask DisposeAsync() => _fixture.DisposeAsync();
}
