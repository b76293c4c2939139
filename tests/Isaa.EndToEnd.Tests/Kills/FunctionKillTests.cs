using System.Text.RegularExpressions;
using Isaa.Diagnostics;
using Isaa.EndToEnd.Tests.Support;

namespace Isaa.EndToEnd.Tests.Kills;

/// <summary>Jobs of kind <c>function.run</c> whose process is killed with SIGKILL.</summary>
public sealed partial class FunctionKillTests : IDisposable
{
    private readonly TestFolders _folders = new();

    [Theory]
    [InlineData(KillPoint.FunctionRan, null)]
    [InlineData(KillPoint.FunctionRan, "key-1")]
    [InlineData(KillPoint.JobSettling, "key-1")]
    public async Task A_call_killed_between_its_end_and_its_record_is_on_record_once_with_its_result(string place, string? key)
    {
        var job = await EnqueueAsync(key);

        var killed = await _folders.Isaa.With("ISAA_KILL_AT", place).RunAsync("serve", "--port", "0", "--json");
        _folders.Isaa.With("ISAA_KILL_AT", null);
        Assert.Equal(ProgramResult.Killed, killed.ExitCode);
        using var server = _folders.Isaa.Start("serve", "--port", "0", "--json");
        await server.FindLineAsync(Serving());
        var watched = await _folders.Isaa.RunAsync("jobs", "watch", job, "--json");
        Assert.True(watched.ExitCode == 0, watched.ToString());

        var shown = await _folders.Isaa.RunAsync("functions", "log", "shout", "--json");
        var call = Assert.Single(shown.Json.GetProperty("calls").EnumerateArray());
        Assert.Equal(("completed", job), (call.GetProperty("outcome").GetString(), call.GetProperty("job").GetString()));
        if (key is not null)
        {
            // Whoever asks with the key later gets that very result.
            var again = await _folders.Isaa.RunAsync("functions", "run", "shout", """{"text":"ab"}""", "--key", key, "--json");
            Assert.Equal(("AB", call.GetProperty("id").GetString()), (again.Json.GetProperty("output").GetString(), again.Json.GetProperty("id").GetString()));
        }

        await server.StopAsync();
    }

    public void Dispose() => _folders.Dispose();

    private async Task<string> EnqueueAsync(string? key)
    {
        var file = _folders.Write("shout.py", "def shout(text: str):\n    return text.upper()\n");
        var added = await _folders.Isaa.RunAsync("functions", "add", file, "--approve", "--json");
        Assert.True(added.ExitCode == 0, added.ToString());
        var started = await _folders.Isaa.RunAsync(["functions", "run", "shout", """{"text":"ab"}""", "--job", "--json", .. key is null ? (string[])[] : ["--key", key]]);
        Assert.True(started.ExitCode == 0, started.ToString());
        return started.Json.GetProperty("job").GetProperty("id").GetString()!;
    }

    [GeneratedRegex("addresses")]
    private static partial Regex Serving();
}
