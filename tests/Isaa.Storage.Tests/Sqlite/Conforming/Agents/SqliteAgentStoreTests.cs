using Isaa.Storage.Agents;
using Isaa.Storage.Tests.Conformance.Agents;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Sqlite.Conforming.Agents;

public sealed class SqliteAgentStoreTests() : AgentStoreConformance(new SqliteFixture(new SessionWriter()));
