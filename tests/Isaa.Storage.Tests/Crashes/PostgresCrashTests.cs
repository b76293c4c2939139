using Isaa.Storage.Tests.Crashes.Host;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Crashes;

public sealed class PostgresCrashTests(ITestOutputHelper output) : CrashConformance(output)
{
    private protected override CrashStore Create() => new CrashStore.Postgres(PostgresCluster.Shared.NewAddress());

    private protected override Task DisturbAsync(CrashRun run) => run.KillBackendAsync();
}
