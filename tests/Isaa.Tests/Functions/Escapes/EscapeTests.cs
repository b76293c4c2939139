using System.Text.Json;
using Isaa.Functions;

namespace Isaa.Tests.Functions.Escapes;

/// <summary>
/// Code that tries to get out, with every rule of its language taken off: what holds here holds by the operating system. As root, and (run by
/// another test) as an ordinary user.
/// </summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class EscapeTests(FunctionBed bed) : IClassFixture<FunctionBed>
{
    public static TheoryData<FunctionLanguage> Languages => [.. Enum.GetValues<FunctionLanguage>()];

    /// <summary>Reads, writes, links, connects, looks around; answers with every try that succeeded.</summary>
    private static string Tries(FunctionLanguage language) => language switch
    {
        FunctionLanguage.Python => Attempts.Python,
        FunctionLanguage.JavaScript => Attempts.JavaScript,
        _ => Attempts.CSharp,
    };

    [Theory, MemberData(nameof(Languages))]
    public async Task Nothing_of_the_host_can_be_read_written_reached_or_seen(FunctionLanguage language)
    {
        using var canary = new Canary();
        var input = JsonSerializer.Serialize(new
        {
            files = new[] { canary.Open, canary.Private, $"/proc/1/root{canary.Open}", $"/proc/self/root{canary.Open}", "/etc/shadow", "/root/.profile", $"/proc/{Environment.ProcessId}/environ" },
            places = new[] { canary.Folder, "/usr/bin", "/etc", "/", "/isaa", "/proc/sys/kernel", "/dev", "/var/tmp", "/home", "/root" },
            port = canary.Port,
            socket = canary.SocketPath,
            secret = canary.Secret,
        });

        var result = await bed.RunAsync(Unruled(language, Tries(language)), input);

        Assert.Equal((FunctionOutcome.Completed, null), (result.Outcome, result.Error));
        Assert.Equal("""{"read":[],"written":[],"reached":[],"seen":[]}""", result.Output!.Value.GetRawText());
        canary.AssertUntouched();
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task The_tries_succeed_where_there_is_something_to_find(FunctionLanguage language)
    {
        // Shows that the code above looks: what every program may read is found by it, and its own temporary folder can be written.
        var input = JsonSerializer.Serialize(new { files = new[] { "/etc/passwd" }, places = new[] { "/tmp" }, port = 1, socket = "/nowhere", secret = "nobody" });

        var result = await bed.RunAsync(Unruled(language, Tries(language)), input);

        Assert.Equal("""{"read":["/etc/passwd"],"written":["/tmp"],"reached":[],"seen":[]}""", result.Output?.GetRawText());
    }

    [Theory]
    [InlineData(FunctionLanguage.Python, "import os\ndef work(target):\n    os.symlink(target, '/tmp/link')\n    return open('/tmp/link').read()", "FileNotFoundError")]
    [InlineData(FunctionLanguage.JavaScript, "import fs from 'fs';\nexport const work = ({ target }) => { fs.symlinkSync(target, '/tmp/link'); return fs.readFileSync('/tmp/link', 'utf8'); };", "Error")]
    [InlineData(FunctionLanguage.CSharp, "static string work(string target) { System.IO.File.CreateSymbolicLink(\"/tmp/link\", target); return System.IO.File.ReadAllText(\"/tmp/link\"); }", "NotFoundException")]
    public async Task A_link_does_not_lead_out(FunctionLanguage language, string code, string kind)
    {
        using var canary = new Canary();

        var result = await bed.RunAsync(Unruled(language, code), JsonSerializer.Serialize(new { target = canary.Open }));

        Assert.Equal(FunctionOutcome.Failed, result.Outcome);
        Assert.EndsWith(kind, result.Error!.Kind, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FunctionLanguage.Python, "import os\ndef work():\n    for i in range(1, 60_000):\n        try: os.kill(i, 9) if i not in (1, os.getpid()) else None\n        except OSError: pass\n    return os.listdir('/proc')[:0]")]
    [InlineData(FunctionLanguage.JavaScript, "import process from 'process';\nexport const work = () => { for (let i = 100; i < 60000; i++) { try { process.kill(i, 9); } catch { } } return []; };")]
    [InlineData(FunctionLanguage.CSharp, "static int[] work() { foreach (var p in System.Diagnostics.Process.GetProcesses()) if (p.Id != Environment.ProcessId && p.Id != 1) p.Kill(); return []; }")]
    public async Task No_process_of_the_host_can_be_killed(FunctionLanguage language, string code)
    {
        using var bystander = System.Diagnostics.Process.Start("/bin/sleep", "1000");
        try
        {
            var result = await bed.RunAsync(Unruled(language, code));

            Assert.Equal((FunctionOutcome.Completed, null), (result.Outcome, result.Error));
            Assert.False(bystander.HasExited);
        }
        finally
        {
            bystander.Kill();
        }
    }

    [Theory]
    [InlineData(FunctionLanguage.Python, "import os, time\ndef work():\n    if os.fork() == 0:\n        os.setsid()\n        if os.fork() == 0:\n            for i in range(64):\n                try: os.close(i)\n                except OSError: pass\n            os.execv('/bin/sleep', ['MARK', '1000'])\n        os._exit(0)\n    return 'left'")]
    [InlineData(FunctionLanguage.JavaScript, "import { spawn } from 'child_process';\nexport const work = () => { spawn('/bin/sleep', ['1000'], { detached: true, stdio: 'ignore', argv0: 'MARK' }).unref(); return 'left'; };")]
    [InlineData(FunctionLanguage.CSharp, "static string work() { System.Diagnostics.Process.Start(\"/bin/sh\", [\"-c\", \"exec setsid sleep 1000\", \"MARK\"]); return \"left\"; }")]
    public async Task What_is_left_running_does_not_stay(FunctionLanguage language, string code)
    {
        var mark = $"left-{Path.GetRandomFileName()}";
        await using var own = new FunctionBed();

        var result = await own.RunAsync(Unruled(language, code.Replace("MARK", mark, StringComparison.Ordinal)));
        await own.DisposeAsync();

        Assert.Equal("left", result.Output?.GetString() ?? result.Error?.Message);
        Assert.DoesNotContain(Directory.EnumerateDirectories("/proc").Where(static path => char.IsAsciiDigit(path[^1])), process => Command(process).Contains(mark, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(FunctionLanguage.Python, "import os\ndef work(places):\n    seen, left = [], 0\n    for p in places:\n        try: seen += [f for f in os.listdir(p) if 'isaa-left' in f]\n        except OSError: pass\n        try:\n            open(p + '/isaa-left', 'w').close()\n            left += 1\n        except OSError: pass\n    return [seen, left > 0]")]
    [InlineData(FunctionLanguage.JavaScript, "import fs from 'fs';\nexport const work = ({ places }) => { const seen = []; let left = 0; for (const p of places) { try { seen.push(...fs.readdirSync(p).filter((f) => f.includes('isaa-left'))); } catch { } try { fs.writeFileSync(`${p}/isaa-left`, ''); left++; } catch { } } return [seen, left > 0]; };")]
    [InlineData(FunctionLanguage.CSharp, "using System.IO;\nstatic object[] work(string[] places) { var seen = new List<string>(); var left = 0; foreach (var p in places) { try { seen.AddRange(Directory.GetFiles(p, \"*isaa-left*\")); } catch { } try { File.Create(p + \"/isaa-left\").Dispose(); left++; } catch { } } return [seen, left > 0]; }")]
    public async Task What_a_call_leaves_in_files_the_next_one_does_not_find(FunctionLanguage language, string code)
    {
        var input = JsonSerializer.Serialize(new { places = new[] { "/tmp", "/dev/shm", "/var/tmp", "/home", "/root", "/run", "/dev", "/isaa", "/etc", "/usr/lib" } });

        var first = await bed.RunAsync(Unruled(language, code), input);
        var second = await bed.RunAsync(Unruled(language, code), input);

        Assert.Equal(("[[],true]", "[[],true]"), (first.Output?.GetRawText() ?? first.Error?.Message, second.Output?.GetRawText() ?? second.Error?.Message));
    }

    [Theory]
    [InlineData(FunctionLanguage.Python, "import os\ndef work():\n    while True:\n        try: os.fork()\n        except OSError: pass")]
    [InlineData(FunctionLanguage.JavaScript, "import { spawn } from 'child_process';\nexport const work = () => { for (;;) { try { spawn('/bin/sleep', ['100']); } catch { } } };")]
    [InlineData(FunctionLanguage.CSharp, "static int work() { while (true) { try { System.Diagnostics.Process.Start(\"/bin/sleep\", \"100\"); } catch { } } }")]
    public async Task A_fork_bomb_ends_as_a_limit(FunctionLanguage language, string code)
    {
        var definition = Unruled(language, code) with { Limits = FunctionBed.Small with { Timeout = TimeSpan.FromSeconds(5), Processes = 40 } };

        var result = await bed.RunAsync(definition);

        Assert.Contains(result.Outcome, new[] { FunctionOutcome.ProcessLimit, FunctionOutcome.Timeout, FunctionOutcome.MemoryLimit });
    }

    [Theory]
    [InlineData(FunctionLanguage.Python, "def work():\n    with open('/tmp/big', 'wb') as f:\n        while True: f.write(b'x' * 65536)")]
    [InlineData(FunctionLanguage.JavaScript, "import fs from 'fs';\nexport const work = () => { for (;;) fs.appendFileSync('/dev/shm/big', Buffer.alloc(65536)); };\nimport { Buffer } from 'buffer';")]
    [InlineData(FunctionLanguage.CSharp, "static int work() { using var f = System.IO.File.Create(\"/tmp/big\"); var b = new byte[65536]; while (true) f.Write(b); }")]
    public async Task A_disk_bomb_fills_its_own_small_folder_and_nothing_else(FunctionLanguage language, string code)
    {
        var result = await bed.RunAsync(Unruled(language, code));

        // Refused by the size of the folder or by the size of a file, whichever the system tells first.
        Assert.True(result.Outcome is FunctionOutcome.Failed or FunctionOutcome.Crashed, $"{result.Outcome} {result.Error?.Message}");
    }

    private static FunctionDefinition Unruled(FunctionLanguage language, string code) =>
        FunctionBed.Define(language, code) with { AllowedImports = ["*"], SafeMode = false };

    private static string Command(string process)
    {
        try
        {
            return File.ReadAllText(process + "/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // it ended while we looked
        }
    }
}
