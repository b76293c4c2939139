using System.Net;
using System.Net.Sockets;
using Isaa.EndToEnd.Tests.Support;

namespace Isaa.EndToEnd.Tests.Runs;

/// <summary>What is wrong is said in one message, with the exit code that the help promises, and never as a stack trace.</summary>
public sealed class BadInputTests : IDisposable
{
    private const int Failed = 1;
    private const int BadInput = 2;
    private const int NotFound = 3;
    private const int Unusable = 4;

    private readonly TestFolders _folders = new();

    [Fact]
    public async Task An_unknown_model_is_answered_with_the_nearest_name() =>
        await RefusesAsync([BadInput, NotFound], "Did you mean demo?", "run", "x", "--in", _folders.Work, "--model", "scripted/demmo");

    [Fact]
    public async Task An_unknown_provider_is_answered_with_the_nearest_name() =>
        await RefusesAsync([BadInput, NotFound], "openai", "run", "x", "--in", _folders.Work, "--model", "openia/gpt-4o");

    [Fact]
    public async Task An_unknown_agent_is_answered_with_the_nearest_name() =>
        await RefusesAsync([BadInput, NotFound], "self", "run", "x", "--in", _folders.Work, "--agent", "slef", "--model", "scripted/demo");

    [Fact]
    public async Task A_missing_key_is_named() =>
        await RefusesAsync([Failed, BadInput, NotFound], "OPENAI_API_KEY", "run", "x", "--in", _folders.Work, "--model", "openai/gpt-4o");

    [Fact]
    public async Task A_missing_folder_is_named() =>
        await RefusesAsync([NotFound], "nowhere", "run", "x", "--in", Path.Combine(_folders.Work, "nowhere"));

    [Fact]
    public async Task A_file_in_place_of_a_folder_is_named() =>
        await RefusesAsync([NotFound], "is a file", "run", "x", "--in", _folders.Write("file", ""));

    [Fact]
    public async Task An_unknown_verb_is_answered_with_the_nearest_one() => await RefusesAsync([BadInput], "jobs", "jbos");

    [Fact]
    public async Task An_unknown_job_is_named() => await RefusesAsync([NotFound], "0123abcd", "jobs", "show", "0123abcd");

    [Fact]
    public async Task A_corrupt_database_is_named_and_left_alone()
    {
        await _folders.Isaa.RunAsync("jobs", "list");
        var database = Path.Combine(_folders.Isaa.Home, "isaa.db");
        var garbage = new byte[8192];
        new Random(1).NextBytes(garbage);
        await File.WriteAllBytesAsync(database, garbage, TestContext.Current.CancellationToken);
        File.Delete(database + "-wal");
        File.Delete(database + "-shm");
        await RefusesAsync([Unusable], "isaa.db", "jobs", "list");
        Assert.Equal(garbage, await File.ReadAllBytesAsync(database, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_home_that_cannot_be_made_is_named()
    {
        var isaa = new IsaaProgram(Path.Combine(_folders.Write("file", ""), "home"));
        await RefusesAsync(isaa, [Unusable], "file", "jobs", "list");
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await RefusesAsync([Unusable], port, "serve", "--port", port);
    }

    [Fact]
    public async Task A_full_disk_is_named()
    {
        using var program = StartWithFileLimit("jobs", "list");
        var result = await program.FinishAsync();
        AssertRefusal(result, [Unusable], "isaa.db");
    }

    [Fact]
    public async Task A_tool_call_that_leaves_the_folder_is_refused_and_touches_nothing()
    {
        var secret = _folders.Write("secret.txt", "the secret");
        var playbook = _folders.Write("escape.yaml", """
            about: Tries to read beside its folder.
            turns:
              - call: [{ tool: read_file, arguments: { path: "../secret.txt" } }, { tool: read_file, arguments: { path: "SECRET" } }]
              - say: "{{lastResult}}"
            """.Replace("SECRET", secret, StringComparison.Ordinal));
        var result = await _folders.Isaa.RunAsync("run", "x", "--in", _folders.Work, "--model", $"scripted/{playbook}", "--json");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotContain("the secret", result.Output, StringComparison.Ordinal);
        Assert.Contains("workspace folder", result.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folders.Dispose();

    private Task RefusesAsync(int[] exitCodes, string mentioned, params string[] arguments) => RefusesAsync(_folders.Isaa, exitCodes, mentioned, arguments);

    private static async Task RefusesAsync(IsaaProgram isaa, int[] exitCodes, string mentioned, params string[] arguments) =>
        AssertRefusal(await isaa.RunAsync(arguments), exitCodes, mentioned);

    private static void AssertRefusal(ProgramResult result, int[] exitCodes, string mentioned)
    {
        Assert.True(exitCodes.Contains(result.ExitCode), result.ToString());
        Assert.Contains(mentioned, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error + result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", result.Error, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A disk that takes no more than a few blocks: what a file may grow to is limited, and the signal for it is ignored.</summary>
    private RunningProgram StartWithFileLimit(params string[] arguments)
    {
        var start = IsaaProgram.Describe("/bin/sh", ["-c", "trap '' XFSZ; ulimit -f 16; exec \"$0\" \"$@\"", Path.Combine(IsaaProgram.Root, "artifacts/isaa/current/Isaa.Cli"), .. arguments]);
        start.Environment["ISAA_HOME"] = _folders.Isaa.Home;
        // The runtime itself would make a file larger than the limit for its code pages.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return new RunningProgram(start);
    }
}
