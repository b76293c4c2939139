using Isaa.Storage.Tests.Crashes.Host;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Crashes;

public sealed class PostgresLeaderTests(ITestOutputHelper output) : LeaderConformance(output)
{
    private protected override CrashStore Create() => new CrashStore.Postgres(PostgresCluster.Shared.NewAddress());
}
