using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Sqlite;

/// <summary>Real processes on one file.</summary>
public sealed class SqliteProcessTests : IAsyncDisposable
{
    private readonly SqliteFixture _fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Two_processes_share_a_file_under_load_without_errors_and_run_nothing_twice()
    {
        var rounds = Environment.GetEnvironmentVariable("ISAA_TEST_LONG") == "1" ? 60_000 : 300;
        await _fixture.Store.OpenAsync(Token);
        using var first = StoreChild.Start("load", _fixture.Path, $"{rounds}");
        using var second = StoreChild.Start("load", _fixture.Path, $"{rounds}");

        Assert.Equal(0, await first.EndAsync(Token));
        Assert.Equal(0, await second.EndAsync(Token));

        var counts = await _fixture.Jobs.CountAsync(null, Token);
        Assert.Equal([(JobState.Completed, 2L * rounds)], counts.Select(c => (c.Key, c.Value)));
        Assert.Equal(2L * rounds, await _fixture.Store.ReadAsync(
            context =>
            {
                var row = context.Statement("SELECT count(*) FROM isaa_jobs WHERE started = 1");
                _ = row.Step();
                var count = row.Long(0);
                row.Reset();
                return count;
            },
            Token));
    }

    [Fact]
    public async Task The_jobs_of_a_killed_process_are_rescued_at_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has leases only.");
        using var child = StoreChild.Start("hold", _fixture.Path);
        var id = await child.ReadJobAsync(Token);
        Assert.Equal(new RescueResult(0, 0), await _fixture.Jobs.RescueAsync(3, Token));
        Assert.Equal(JobState.Active, (await _fixture.Jobs.FindAsync(id, Token))!.Job.State);

        await child.KillAsync(Token);

        Assert.Equal(new RescueResult(1, 0), await _fixture.Jobs.RescueAsync(3, Token));
        Assert.Equal(JobState.Ready, (await _fixture.Jobs.FindAsync(id, Token))!.Job.State);
    }

    [Fact]
    public async Task What_was_acknowledged_was_synced_to_disk_before()
    {
        var strace = StoreChild.FindStrace();
        Assert.SkipWhen(strace is null, "strace is not installed (Debian package strace).");
        var log = _fixture.Path + ".trace";
        using var child = StoreChild.Start("acknowledge", _fixture.Path, "5", strace, log);
        Assert.Equal(0, await child.EndAsync(Token));

        var calls = await File.ReadAllLinesAsync(log, Token);

        var synced = true;
        var acknowledged = 0;
        foreach (var call in calls)
        {
            if (call.Contains("pwrite64(", StringComparison.Ordinal) && call.Contains(".db-wal", StringComparison.Ordinal))
            {
                synced = false;
            }
            else if (call.Contains("fdatasync", StringComparison.Ordinal) && call.Contains("= 0", StringComparison.Ordinal))
            {
                // Either a whole call on the write-ahead log or the end of one that another thread's call interrupted.
                synced |= call.Contains(".db-wal", StringComparison.Ordinal) || call.Contains("resumed", StringComparison.Ordinal);
            }
            else if (call.Contains("ACKNOWLEDGED", StringComparison.Ordinal))
            {
                Assert.True(synced, "An acknowledgement came before its sync: " + call);
                acknowledged++;
            }
        }

        Assert.Equal(5, acknowledged);
        Assert.True(calls.Count(c => c.Contains("fdatasync", StringComparison.Ordinal)) >= 5);
    }
}
