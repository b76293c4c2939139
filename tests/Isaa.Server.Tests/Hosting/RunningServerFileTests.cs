using System.Diagnostics;
using Isaa.Files;
using Isaa.Server.Hosting;

namespace Isaa.Server.Tests.Hosting;

public sealed class RunningServerFileTests
{
    [Fact]
    public async Task A_server_is_found_while_it_runs_and_not_afterwards()
    {
        IsaaHome home;
        await using (var server = await TestServer.StartAsync(o => o with { IsAnnounced = true }))
        {
            home = server.Server.Home;
            var found = RunningServerFile.Find(home);
            Assert.NotNull(found);
            Assert.Equal(server.Server.SocketPath, found.Socket);
            Assert.Equal(server.Server.Addresses[0], found.Address);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(home.File(RunningServerFile.Name)));
            Assert.DoesNotContain(server.Key, await File.ReadAllTextAsync(home.File(RunningServerFile.Name), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.Null(RunningServerFile.Find(home));
    }

    [Fact]
    public async Task A_file_that_a_dead_process_left_behind_is_passed_over_and_replaced()
    {
        using var folder = new TemporaryHome();
        RunningServerFile.Announce(folder.Home, new RunningServer
        {
            Socket = folder.Home.File("api-key"),
            KeyFile = folder.Home.File("api-key"),
            ProcessId = await DeadProcessAsync(),
            StartedAt = DateTimeOffset.UnixEpoch,
        });
        await File.WriteAllTextAsync(folder.Home.File("api-key"), "", TestContext.Current.CancellationToken);
        Assert.Null(RunningServerFile.Find(folder.Home));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"processId\":1}")]
    public async Task A_damaged_file_is_passed_over(string content)
    {
        using var folder = new TemporaryHome();
        await File.WriteAllTextAsync(folder.Home.File(RunningServerFile.Name), content, TestContext.Current.CancellationToken);
        Assert.Null(RunningServerFile.Find(folder.Home));
    }

    private static async Task<int> DeadProcessAsync()
    {
        using var process = Process.Start("/bin/true");
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.Id;
    }
}
