using Isaa.Storage.Sqlite;
using Isaa.Storage.Tests.Chains;
using Isaa.Storage.Tests.Crashes.Host;
using Isaa.Storage.Tests.Soak;
using Isaa.Storage.Tests.Support;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Isaa.Storage.Tests;

internal static class Program
{
    public static Task<int> Main(string[] args)
    {
        SqliteLibrary.PreferSystem();
        return Environment.GetEnvironmentVariable(StoreChild.RoleVariable) is { Length: > 0 } role ? StoreChild.PlayAsync(role)
            : Environment.GetEnvironmentVariable(CrashOrder.Variable) is { Length: > 0 } order ? CrashHost.PlayAsync(order)
            : Environment.GetEnvironmentVariable(SoakOrder.Variable) is { Length: > 0 } soak ? SoakHost.PlayAsync(soak)
            : Environment.GetEnvironmentVariable(ChainKillHost.Variable) is { Length: > 0 } chain ? ChainKillHost.PlayAsync(chain)
            : args.Contains("-automated") || args.Contains("@@") ? ConsoleRunner.Run(args)
            : TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
    }
}
