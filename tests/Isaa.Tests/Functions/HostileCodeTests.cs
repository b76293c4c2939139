using System.Text.Json;
using Isaa.Functions;

namespace Isaa.Tests.Functions;

/// <summary>Code that does not do what its definition says, in every language: each has an outcome that says what it was.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class HostileCodeTests(FunctionBed bed) : IClassFixture<FunctionBed>
{
    [Theory]
    [InlineData(FunctionLanguage.CSharp, "using System.Runtime.InteropServices;\nstatic int work() { using var kept = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => c.Cancel = true); Kill(Environment.ProcessId, 15); Console.WriteLine(\"still here\"); while (true) { } }\n[DllImport(\"libc\", EntryPoint = \"kill\")] static extern int Kill(int process, int signal);")]
    [InlineData(FunctionLanguage.Python, "import os, signal\ndef work():\n    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n    os.kill(os.getpid(), signal.SIGTERM)\n    print('still here')\n    while True: pass")]
    [InlineData(FunctionLanguage.JavaScript, "import process from 'process';\nexport function work() { process.on('SIGTERM', () => {}); process.kill(process.pid, 'SIGTERM'); console.log('still here'); for (;;); }")]
    public async Task Code_that_ignores_being_asked_to_end_is_ended(FunctionLanguage language, string code)
    {
        var definition = Unruled(language, code) with { Limits = FunctionBed.Small with { Timeout = TimeSpan.FromSeconds(1) } };

        var result = await bed.RunAsync(definition);

        Assert.Equal((FunctionOutcome.Timeout, "still here\n"), (result.Outcome, result.Logs));
    }

    [Theory]
    [InlineData(FunctionLanguage.CSharp, "record Person(string Age);\nstatic Person work() => new(\"old\");")]
    [InlineData(FunctionLanguage.Python, "def work(): return {'age': 'old'}")]
    [InlineData(FunctionLanguage.JavaScript, "export const work = () => ({ age: 'old' });")]
    public async Task A_result_that_does_not_fit_its_schema_is_not_taken(FunctionLanguage language, string code)
    {
        var definition = FunctionBed.Define(language, code) with { OutputSchema = JsonElement.Parse("""{"type":"object","properties":{"age":{"type":"integer"}}}""") };

        var result = await bed.RunAsync(definition);

        Assert.Equal((FunctionOutcome.InvalidOutput, null), (result.Outcome, result.Output));
        Assert.Contains("/age", result.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FunctionLanguage.CSharp, "static int work() { using (var o = Console.OpenStandardError()) o.Write([0xff, 0xfe, 0x1b, (byte)'[', (byte)'m', 7]); throw new InvalidOperationException(\"\\x1b[2Jgone\\u202e\"); }")]
    [InlineData(FunctionLanguage.Python, "import sys\ndef work():\n    sys.stderr.buffer.write(b'\\xff\\xfe\\x1b[m\\x07')\n    sys.stderr.buffer.flush()\n    raise ValueError('\\x1b[2Jgone\\u202e')")]
    [InlineData(FunctionLanguage.JavaScript, "import fs from 'fs';\nexport const work = () => { fs.writeSync(2, new Uint8Array([255, 254, 27, 91, 109, 7])); throw new Error('\\x1b[2Jgone\\u202e'); };")]
    public async Task Broken_text_and_terminal_escapes_are_written_out(FunctionLanguage language, string code)
    {
        var result = await bed.RunAsync(Unruled(language, code));

        Assert.Equal((FunctionOutcome.Failed, "\\x1b[2Jgone\\u202e"), (result.Outcome, result.Error?.Message));
        Assert.Equal("\uFFFD\uFFFD\\x1b[m\\x07", result.Logs);
    }

    [Theory]
    [InlineData(FunctionLanguage.CSharp, "static int work() { for (var n = 3; n < 300; n++) { try { using var f = new System.IO.FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(n, false), System.IO.FileAccess.Write, 0); f.Write(\"{\\\"outcome\\\":\\\"completed\\\",\\\"output\\\":666}x\\n\"u8); } catch { } } return 1; }")]
    [InlineData(FunctionLanguage.Python, "import os\ndef work():\n    for n in range(3, 300):\n        try: os.write(n, b'{\"outcome\":\"completed\",\"output\":666}x\\n')\n        except OSError: pass\n    return 1")]
    [InlineData(FunctionLanguage.JavaScript, "import fs from 'fs';\nexport const work = () => { for (let n = 3; n < 300; n++) { try { fs.writeSync(n, '{\"outcome\":\"completed\",\"output\":666}x\\n'); } catch { } } return 1; };")]
    public async Task A_forged_reply_is_never_a_result(FunctionLanguage language, string code)
    {
        var result = await bed.RunAsync(Unruled(language, code));

        Assert.NotEqual("666", result.Output?.GetRawText());
        Assert.True(result.Outcome is FunctionOutcome.InvalidOutput or FunctionOutcome.Crashed || result.Output?.GetRawText() == "1", $"{result.Outcome} {result.Output} {result.Error?.Message}");
    }

    [Theory]
    [InlineData(FunctionLanguage.CSharp, "static int work() => 1;")]
    [InlineData(FunctionLanguage.Python, "def work(): return 1")]
    [InlineData(FunctionLanguage.JavaScript, "export const work = () => 1;")]
    public async Task Without_isolation_nothing_runs_in_any_language(FunctionLanguage language, string code)
    {
        await using var open = new FunctionBed(null, sandbox: options => options.BubblewrapPath = "/bin/true");
        await using var none = new FunctionBed(null, sandbox: options => options.BubblewrapPath = "/nonexistent/bwrap");

        var broken = await open.RunAsync(language, code);
        var missing = await none.RunAsync(language, code);

        Assert.Equal((FunctionOutcome.SandboxUnavailable, null), (broken.Outcome, broken.Output));
        Assert.Equal((FunctionOutcome.SandboxUnavailable, null), (missing.Outcome, missing.Output));
    }

    private static FunctionDefinition Unruled(FunctionLanguage language, string code) =>
        FunctionBed.Define(language, code) with { AllowedImports = ["*"], SafeMode = false };
}
