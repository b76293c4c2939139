using System.Text.Json;
using Isaa.Functions;

namespace Isaa.Tests.Functions;

/// <summary>Code that wants too much. Every bomb is small, and bounded by the sandbox itself.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class FunctionLimitTests(FunctionBed bed) : IClassFixture<FunctionBed>
{
    public static TheoryData<FunctionLanguage, string> Endless => new()
    {
        { FunctionLanguage.CSharp, "static int work() { Console.WriteLine(\"begun\"); while (true) { } }" },
        { FunctionLanguage.Python, "import signal\ndef work():\n    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n    print('begun')\n    while True: pass" },
        { FunctionLanguage.JavaScript, "export function work() { console.log('begun'); for (;;); }" },
    };

    public static TheoryData<FunctionLanguage, string> Hungry => new()
    {
        { FunctionLanguage.CSharp, "static int work() { var all = new List<byte[]>(); while (true) { var more = new byte[8 << 20]; Array.Fill(more, (byte)1); all.Add(more); } }" },
        { FunctionLanguage.Python, "def work():\n    a = []\n    while True: a.append(bytearray(b'x') * (8 << 20))" },
        { FunctionLanguage.JavaScript, "export function work() { const a = []; for (;;) a.push(new Array(100_000).fill(1.5)); }" },
        { FunctionLanguage.JavaScript, "import { Buffer } from 'buffer';\nexport function work() { const a = []; for (;;) a.push(Buffer.alloc(8 << 20, 1)); }" },
    };

    public static TheoryData<FunctionLanguage, string> NoJson => new()
    {
        { FunctionLanguage.CSharp, "static double work() => double.NaN;" },
        { FunctionLanguage.Python, "def work(): return float('nan')" },
        { FunctionLanguage.Python, "def work(): return {1, 2}" },
        { FunctionLanguage.Python, "def work(): return '\\ud800'" },
        { FunctionLanguage.JavaScript, "export const work = () => 1n;" },
        { FunctionLanguage.JavaScript, "export const work = () => () => 1;" },
    };

    public static TheoryData<FunctionLanguage, string> LongResults => new()
    {
        { FunctionLanguage.CSharp, "static string work() => new('x', 3_000_000);" },
        { FunctionLanguage.Python, "def work(): return 'x' * 3_000_000" },
        { FunctionLanguage.JavaScript, "export const work = () => 'x'.repeat(3_000_000);" },
    };

    public static TheoryData<FunctionLanguage, string> EndlessLogs => new()
    {
        { FunctionLanguage.CSharp, "static int work() { var line = new string('x', 10_000); while (true) Console.WriteLine(line); }" },
        { FunctionLanguage.Python, "def work():\n    while True: print('x' * 10_000)" },
        { FunctionLanguage.JavaScript, "export function work() { for (;;) console.log('x'.repeat(10_000)); }" },
    };

    [Theory, MemberData(nameof(Endless))]
    public async Task An_endless_loop_ends_at_its_time_and_keeps_its_logs(FunctionLanguage language, string code)
    {
        var definition = Define(language, code, limits => limits with { Timeout = TimeSpan.FromSeconds(1) });

        var result = await bed.RunAsync(definition);

        Assert.Equal((FunctionOutcome.Timeout, "timeout", "begun\n"), (result.Outcome, result.Error?.Kind, result.Logs));
        Assert.True(result.Usage.Duration >= TimeSpan.FromSeconds(1), $"{result.Usage.Duration}");
    }

    [Fact]
    public async Task Processor_time_is_counted_over_all_threads()
    {
        var definition = Define(
            FunctionLanguage.CSharp, "static int work() { for (var i = 0; i < 2; i++) new Thread(() => { while (true) { } }).Start(); Thread.Sleep(60_000); return 1; }",
            limits => limits with { CpuSeconds = 1 });

        var result = await bed.RunAsync(definition);

        Assert.Equal(FunctionOutcome.CpuLimit, result.Outcome);
        Assert.True(result.Usage.CpuTime >= TimeSpan.FromSeconds(1), $"{result.Usage.CpuTime}");
    }

    [Theory, MemberData(nameof(Hungry))]
    public async Task More_memory_than_allowed_is_said_to_be_that(FunctionLanguage language, string code)
    {
        var definition = Define(language, code, limits => limits with { MemoryBytes = 128 << 20 }) with { AllowedImports = language == FunctionLanguage.JavaScript ? ["buffer"] : null };

        var result = await bed.RunAsync(definition);

        Assert.Equal((FunctionOutcome.MemoryLimit, null), (result.Outcome, result.Output));
    }

    [Theory, MemberData(nameof(NoJson))]
    public async Task A_result_that_is_no_json_is_said_to_be_that(FunctionLanguage language, string code)
    {
        var result = await bed.RunAsync(language, code);

        Assert.Equal((FunctionOutcome.InvalidOutput, "invalid_output"), (result.Outcome, result.Error?.Kind));
    }

    [Theory, MemberData(nameof(LongResults))]
    public async Task A_result_that_is_too_long_is_not_taken(FunctionLanguage language, string code)
    {
        var result = await bed.RunAsync(language, code);

        Assert.Equal((FunctionOutcome.OutputLimit, null), (result.Outcome, result.Output));
    }

    [Theory, MemberData(nameof(EndlessLogs))]
    public async Task Endless_logs_end_the_call_and_keep_both_ends(FunctionLanguage language, string code)
    {
        var result = await bed.RunAsync(Define(language, code, limits => limits with { LogBytes = 4_096 }));

        Assert.Equal(FunctionOutcome.OutputLimit, result.Outcome);
        Assert.InRange(result.Logs.Length, 4_000, 4_300);
        Assert.InRange(result.Usage.LogBytes, 4_096L * 1_024, 4_096L * 1_024 + (1 << 20));
    }

    [Fact]
    public async Task A_result_must_fit_its_schema()
    {
        var definition = FunctionBed.Define(FunctionLanguage.Python, "def work(): return {'age': 'old'}") with
        {
            OutputSchema = JsonElement.Parse("""{"type":"object","properties":{"age":{"type":"integer"}}}"""),
        };

        var result = await bed.RunAsync(definition);

        Assert.Equal(FunctionOutcome.InvalidOutput, result.Outcome);
        Assert.Contains("/age", result.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]", "object")]
    [InlineData("{\"age\":\"old\"}", "/age")]
    public async Task An_input_that_does_not_fit_starts_nothing(string input, string said)
    {
        var definition = FunctionBed.Define(FunctionLanguage.Python, "def work(age): return age") with
        {
            InputSchema = JsonElement.Parse("""{"type":"object","properties":{"age":{"type":"integer"}}}"""),
        };

        var result = await bed.RunAsync(definition, input);

        Assert.Equal((FunctionOutcome.InvalidInput, null), (result.Outcome, result.Usage.PeakMemoryBytes));
        Assert.Contains(said, result.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import sys\ndef work():\n    sys.stderr.buffer.write(b'\\xff\\xfe\\x1b[31mred\\x07')\n    sys.stderr.buffer.flush()")]
    public async Task Terminal_escapes_and_broken_text_in_logs_and_errors_are_written_out(string code)
    {
        var definition = FunctionBed.Define(FunctionLanguage.Python, code + "\n    raise ValueError('\\x1b[2Jgone\\u202e')") with { AllowedImports = ["sys"] };

        var result = await bed.RunAsync(definition);

        Assert.Equal((FunctionOutcome.Failed, "\\x1b[2Jgone\\u202e"), (result.Outcome, result.Error?.Message));
        Assert.Equal("\uFFFD\uFFFD\\x1b[31mred\\x07", result.Logs);
    }

    [Theory]
    [InlineData(FunctionLanguage.CSharp, "static int work(int n = 0) => work(n + 1) + 1;")]
    [InlineData(FunctionLanguage.Python, "import os\ndef work(): os._exit(3)")]
    [InlineData(FunctionLanguage.Python, "import os\ndef work(): os.kill(os.getpid(), 9)")]
    [InlineData(FunctionLanguage.JavaScript, "import process from 'process';\nexport const work = () => process.abort();")]
    public async Task A_process_that_ends_without_a_result_is_said_to_have_done_so(FunctionLanguage language, string code)
    {
        var imports = language == FunctionLanguage.CSharp ? null : (string[])["*"];

        var result = await bed.RunAsync(FunctionBed.Define(language, code) with { AllowedImports = imports });

        Assert.Equal((FunctionOutcome.Crashed, "crashed"), (result.Outcome, result.Error?.Kind));
    }

    [Theory]
    [InlineData("{\"outcome\":\"completed\",\"output\":1}garbage")]
    [InlineData("{\"outcome\":\"wonderful\"}")]
    [InlineData("\\xff\\xfe")]
    [InlineData("[]")]
    [InlineData("{\"outcome\":\"failed\",\"outcome\":\"completed\",\"output\":1}")]
    public async Task A_forged_reply_is_an_invalid_result_and_nothing_else(string line)
    {
        var code = $$"""
            import os
            def work():
                for descriptor in range(3, 20):
                    try: os.write(descriptor, b'''{{line}}''' + b'\n')
                    except OSError: pass
            """;

        var result = await bed.RunAsync(FunctionBed.Define(FunctionLanguage.Python, code) with { AllowedImports = ["os"] });

        Assert.Equal(FunctionOutcome.InvalidOutput, result.Outcome);
    }

    private static FunctionDefinition Define(FunctionLanguage language, string code, Func<FunctionLimits, FunctionLimits> limits) =>
        FunctionBed.Define(language, code) with { Limits = limits(FunctionBed.Small), AllowedImports = language == FunctionLanguage.Python ? ["signal"] : null };
}
