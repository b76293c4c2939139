using System.Text.RegularExpressions;
using Isaa.EndToEnd.Tests.Support;
using Isaa.Storage.Tests.Support;

namespace Isaa.EndToEnd.Tests.Runs;

/// <summary>The program on a PostgreSQL server that comes late, or takes over from a file.</summary>
public sealed class PostgresTests : IDisposable
{
    private const string Playbook = """
        about: Appends one line and says so.
        turns:
          - call: [{ tool: shell, arguments: { command: "echo done >> lines.txt" } }]
          - say: Done.
        """;

    private readonly TestFolders _folders = new();
    private readonly PostgresCluster _cluster = new(isDurable: true);

    public void Dispose()
    {
        _cluster.Dispose();
        _folders.Dispose();
    }

    [Fact]
    public async Task A_server_started_together_with_its_database_waits_for_it_while_a_verb_says_soon_what_is_missing()
    {
        _folders.Isaa.With("ISAA_STORE", _cluster.NewAddress());
        _cluster.Stop("INT");
        using var server = _folders.Isaa.Start("serve", "--port", "0", "--json");

        var verb = await _folders.Isaa.RunAsync("jobs", "list", "--json");

        Assert.NotEqual(0, verb.ExitCode);
        Assert.Contains("Check that the server runs", verb.Error, StringComparison.Ordinal);
        Assert.False(server.HasExited);
        _cluster.Start();
        await server.FindLineAsync(new Regex("addresses"));
        Assert.Contains("it is waited for", await File.ReadAllTextAsync(Path.Combine(_folders.Isaa.Home, "logs", "isaa.log"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var ended = await server.StopAsync();
        Assert.True(ended.ExitCode == 0, ended.ToString());
    }

    [Fact]
    public async Task Jobs_that_wait_in_a_file_go_on_in_the_database_they_were_moved_to()
    {
        var playbook = _folders.Write("one.yaml", Playbook);
        var jobs = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var added = await _folders.Isaa.RunAsync("run", "x", "--in", _folders.Work, "--model", $"scripted/{playbook}", "--detach", "--json");
            Assert.True(added.ExitCode == 0, added.ToString());
            jobs.Add(added.Json.GetProperty("id").GetString()!);
        }

        var address = _cluster.NewAddress();
        var moved = await _folders.Isaa.RunAsync("migrate", "--to", address, "--json");
        Assert.True(moved.ExitCode == 0, moved.ToString());
        Assert.Equal(3, moved.Json.GetProperty("tables").GetProperty("isaa_jobs").GetInt64());

        _folders.Isaa.With("ISAA_STORE", address);
        using var server = _folders.Isaa.Start("serve", "--port", "0", "--json");
        await server.FindLineAsync(new Regex("addresses"));
        foreach (var job in jobs)
        {
            var watched = await _folders.Isaa.RunAsync("jobs", "watch", job, "--json");
            Assert.True(watched.ExitCode == 0, watched.ToString());
        }

        Assert.Equal(["done", "done", "done"], await File.ReadAllLinesAsync(Path.Combine(_folders.Work, "lines.txt"), TestContext.Current.CancellationToken));
        Assert.Equal(0, (await server.StopAsync()).ExitCode);
    }
}
