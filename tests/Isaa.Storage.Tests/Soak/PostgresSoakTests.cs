using Isaa.Storage.Tests.Crashes.Host;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Soak;

public sealed class PostgresSoakTests(ITestOutputHelper output) : SoakConformance(output)
{
    private PostgresCluster? _cluster;

    public override void Dispose()
    {
        _cluster?.Dispose();
        base.Dispose();
    }

    private protected override CrashStore Create()
    {
        _cluster = new PostgresCluster(isDurable: true, "autovacuum=on\nautovacuum_naptime=10s\n");
        return new CrashStore.Postgres(_cluster.NewAddress());
    }
}
