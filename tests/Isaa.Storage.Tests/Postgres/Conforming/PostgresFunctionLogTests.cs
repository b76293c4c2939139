using Isaa.Storage.Tests.Conformance;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres.Conforming;

public sealed class PostgresFunctionLogTests() : FunctionLogConformance(new PostgresFixture());
