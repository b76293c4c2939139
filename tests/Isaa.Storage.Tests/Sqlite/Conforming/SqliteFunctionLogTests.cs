using Isaa.Storage.Tests.Conformance;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Sqlite.Conforming;

public sealed class SqliteFunctionLogTests() : FunctionLogConformance(new SqliteFixture());
