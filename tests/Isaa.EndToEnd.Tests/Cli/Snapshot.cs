using System.Runtime.CompilerServices;

namespace Isaa.EndToEnd.Tests.Cli;

/// <summary>Compares a text with a file beside the tests.</summary>
internal static class Snapshot
{
    public static async Task CheckAsync(string name, string now, [CallerFilePath] string caller = "")
    {
        if (Environment.GetEnvironmentVariable("ISAA_UPDATE_SNAPSHOTS") == "1")
        {
            var project = Path.GetDirectoryName(Path.GetDirectoryName(caller)!)!;
            await File.WriteAllTextAsync(Path.Combine(project, name), now, TestContext.Current.CancellationToken);
            return;
        }

        var agreed = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, name), TestContext.Current.CancellationToken);
        Assert.Equal(agreed, now);
    }
}
