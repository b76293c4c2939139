using Isaa.Storage.Agents;
using Isaa.Storage.Tests.Conformance.Agents;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres.Conforming.Agents;

public sealed class PostgresAgentStoreTests() : AgentStoreConformance(new PostgresFixture(new SessionWriter()));
