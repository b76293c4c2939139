using Isaa.Storage.Tests.Crashes.Host;

namespace Isaa.Storage.Tests.Soak;

public sealed class SqliteSoakTests(ITestOutputHelper output) : SoakConformance(output)
{
    private protected override CrashStore Create() => new CrashStore.Sqlite(Folder.File("isaa.db"));
}
