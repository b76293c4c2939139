using Isaa.Storage.Tests.Crashes.Host;

namespace Isaa.Storage.Tests.Crashes;

public sealed class SqliteLeaderTests(ITestOutputHelper output) : LeaderConformance(output)
{
    private protected override CrashStore Create() => new CrashStore.Sqlite(Folder.File("isaa.db"));
}
