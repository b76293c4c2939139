using Isaa.Storage.Tests.Crashes.Host;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Crashes.Faults;

/// <summary>Processes whose disk is full, breaks or is slow, as the operating system would tell them.</summary>
public sealed class SqliteDiskFaultTests(ITestOutputHelper output) : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("pwrite64:error=ENOSPC:when=60+3", "store_full")]
    [InlineData("fdatasync:error=EIO:when=20+4", "store_unavailable")]
    [InlineData("fdatasync:delay_enter=20000", null)]
    public async Task On_a_disk_that_fails_each_caller_hears_the_truth_and_what_was_acknowledged_is_done(string fault, string? code)
    {
        var strace = StoreChild.FindStrace();
        Assert.SkipWhen(strace is null, "strace is not installed (Debian package strace).");
        var path = _folder.File("isaa.db");
        await using var run = await CrashRun.StartAsync(
            new CrashOrder { Store = new CrashStore.Sqlite(path).Address, Folder = _folder.Path, Seed = 3, Adds = 100, LeaseTime = TimeSpan.FromSeconds(30) });

        await run.LetEndAsync(
            order => order, strace, "-f", "-qq", "--seccomp-bpf", "-P", path, "-P", path + "-wal", "-e", "trace=pwrite64,fdatasync", "-e", "inject=" + fault, "-o", _folder.File("trace"));

        await run.FinishAsync();
        var figures = await run.CheckAsync();
        output.WriteLine(figures.ToString());
        Assert.All(figures.Refused.Keys.Where(refused => refused != "own_transaction"), refused => Assert.Equal(code, refused));
        Assert.Equal(code is not null, figures.Refused.Count > 0);
        Assert.True(figures.Acknowledged > 0);
    }
}
