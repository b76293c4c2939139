using Isaa.Storage.Agents.Memory;
using Isaa.Storage.Tests.Conformance.Agents;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Sqlite.Conforming.Agents;

public sealed class SqliteAgentStateStoreTests() : AgentStateStoreConformance(new SqliteFixture(new AgentStateWriter()));
