using System.Text.Json;

namespace Isaa.EndToEnd.Tests.Cli;

public sealed class QueueVerbTests
{
    [Fact]
    public async Task A_queue_is_limited_paused_and_shown()
    {
        using var cli = new CliRun();
        Assert.Equal(0, await cli.RunAsync("queues", "limit", "mail", "--concurrency", "4", "--rate", "100/5m/20"));
        Assert.Contains("4 at once, 100 in 5 min 0 s, burst 20", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await cli.RunAsync("queues", "limit", "mail", "--rate", "none"));
        Assert.Equal(0, await cli.RunAsync("queues", "pause", "mail"));
        Assert.Equal(0, await cli.RunAsync("queues", "pause", "mail"));
        cli.Out.GetStringBuilder().Clear();
        Assert.Equal(0, await cli.RunAsync("queues", "--json"));

        var queue = JsonDocument.Parse(cli.Out.ToString()).RootElement.GetProperty("queues")[0];
        Assert.True(queue.GetProperty("isPaused").GetBoolean());
        Assert.Equal(4, queue.GetProperty("limits").GetProperty("concurrency").GetInt32());
        Assert.False(queue.GetProperty("limits").TryGetProperty("rate", out _));
    }

    [Fact]
    public async Task Jobs_are_changed_only_when_it_is_said_which()
    {
        using var cli = new CliRun();
        Assert.Equal(2, await cli.RunAsync("jobs", "cancel"));
        Assert.Contains("Say which jobs", cli.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await cli.RunAsync("jobs", "delete", "12345678", "--all"));
        Assert.Equal(0, await cli.RunAsync("jobs", "delete", "--all", "--dry-run"));
        Assert.Contains("0 jobs would be deleted", cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await cli.RunAsync("jobs", "retry", "--state", "failed", "--until", "2h", "--per-second", "5"));
        Assert.Equal(0, await cli.RunAsync("queues", "drain", "mail", "--dry-run"));
        Assert.Equal(0, await cli.RunAsync("queues", "clean", "mail", "--ended-until", "7d"));
    }

    [Fact]
    public async Task A_store_is_looked_through_backed_up_and_restored()
    {
        using var cli = new CliRun();
        var folder = Directory.CreateTempSubdirectory("isaa-backup-");
        var file = Path.Combine(folder.FullName, "copy.db");
        try
        {
            Assert.Equal(0, await cli.RunAsync("queues", "limit", "mail", "--concurrency", "4"));
            await cli.RunAsync("doctor", "--store");
            Assert.Contains("All that must hold in the store holds.", cli.Out.ToString(), StringComparison.Ordinal);
            Assert.Equal(0, await cli.RunAsync("backup", file));
            Assert.Equal(2, await cli.RunAsync("backup", file));
            Assert.Equal(0, await cli.RunAsync("queues", "limit", "mail", "--concurrency", "7"));
            Assert.Equal(0, await cli.RunAsync("restore", file));
            Assert.NotEqual(0, await cli.RunAsync("restore", file + ".none"));
            cli.Out.GetStringBuilder().Clear();
            await cli.RunAsync("queues", "--json");
            Assert.Equal(4, JsonDocument.Parse(cli.Out.ToString()).RootElement.GetProperty("queues")[0].GetProperty("limits").GetProperty("concurrency").GetInt32());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_store_that_an_address_names_is_restored()
    {
        using var cli = new CliRun();
        var folder = Directory.CreateTempSubdirectory("isaa-backup-");
        var (store, file) = (Path.Combine(folder.FullName, "own.db"), Path.Combine(folder.FullName, "copy.db"));
        try
        {
            cli.With("ISAA_STORE", $"sqlite:{store}");
            Assert.Equal(0, await cli.RunAsync("queues", "limit", "mail", "--concurrency", "4"));
            Assert.Equal(0, await cli.RunAsync("backup", file, "--json"));
            Assert.Equal(new FileInfo(file).Length, JsonDocument.Parse(cli.Out.ToString()).RootElement.GetProperty("bytes").GetInt64());
            Assert.Equal(0, await cli.RunAsync("queues", "limit", "mail", "--concurrency", "7"));
            Assert.Equal(0, await cli.RunAsync("restore", file, "--json"));
            Assert.Equal(store, JsonDocument.Parse(cli.Out.ToString()).RootElement.GetProperty("store").GetString());
            await cli.RunAsync("queues", "--json");
            Assert.Equal(4, JsonDocument.Parse(cli.Out.ToString()).RootElement.GetProperty("queues")[0].GetProperty("limits").GetProperty("concurrency").GetInt32());
            Assert.Equal(2, await cli.With("ISAA_STORE", "postgres://localhost/none").RunAsync("restore", file));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("jobs signal 12345678 go --body yes", "--body is no JSON")]
    [InlineData("jobs list --since yesterday", "2h or 7d ago")]
    [InlineData("queues limit mail --rate fast", "10/s")]
    [InlineData("queues limit mail --concurrency 0", "at least 1")]
    [InlineData("queues pause", "QUEUE")]
    [InlineData("queues clean mail --state ready", "completed")]
    [InlineData("queues retention mail --count 5", "--state")]
    [InlineData("jobs list --where customer=1", "data.NAME=VALUE")]
    public async Task What_is_wrong_is_answered_with_what_would_be_right(string line, string right)
    {
        using var cli = new CliRun();
        Assert.Equal(2, await cli.RunAsync(line.Split(' ')));
        Assert.Contains(right, cli.Error.ToString(), StringComparison.Ordinal);
    }
}
