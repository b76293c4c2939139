using Isaa.Storage.Agents.Approvals;
using Isaa.Storage.Tests.Conformance.Agents;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Sqlite.Conforming.Agents;

public sealed class SqliteApprovalStoreTests() : ApprovalStoreConformance(new SqliteFixture(new ApprovalWriter()));
