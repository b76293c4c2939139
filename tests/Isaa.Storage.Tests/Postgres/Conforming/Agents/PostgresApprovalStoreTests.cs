using Isaa.Storage.Agents.Approvals;
using Isaa.Storage.Tests.Conformance.Agents;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres.Conforming.Agents;

public sealed class PostgresApprovalStoreTests() : ApprovalStoreConformance(new PostgresFixture(new ApprovalWriter()));
