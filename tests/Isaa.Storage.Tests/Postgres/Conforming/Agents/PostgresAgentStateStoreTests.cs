using Isaa.Storage.Agents.Memory;
using Isaa.Storage.Tests.Conformance.Agents;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres.Conforming.Agents;

public sealed class PostgresAgentStateStoreTests() : AgentStateStoreConformance(new PostgresFixture(new AgentStateWriter()));
