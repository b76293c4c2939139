using Isaa.Agents.Registry;
using Isaa.Storage.Agents;
using Isaa.Storage.Tests.Conformance;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Sqlite;

public sealed class SqliteAgentStoreTests : AgentStoreConformance
{
    private readonly SqliteFixture _fixture = new();

    public SqliteAgentStoreTests() => Store = new AgentStore(_fixture.Store);

    private protected override IAgentStore Store { get; }

    public override ValueTask DisposeAsync() => _fixture.DisposeAsync();
}
