using System.Collections.Concurrent;
using System.Globalization;
using Isaa.Functions;

namespace Isaa.Tests.Functions;

/// <summary>Many calls at once, one in twenty of them hostile: each has the outcome it must have, and afterwards nothing is left.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
[Collection<Alone>]
public sealed class MixedCallTests
{
    private const int Calls = 200, LongCalls = 10_000, AtOnce = 4;
    private const int Seed = 20_011;

    private static readonly (FunctionLanguage Language, string Code)[] Harmless =
    [
        (FunctionLanguage.Python, "import os\ndef work(n):\n    left = os.listdir('/tmp')\n    open('/tmp/left-' + str(n), 'w').close()\n    return [n, len(left)]"),
        (FunctionLanguage.JavaScript, "import fs from 'fs';\nexport const work = ({ n }) => { const left = fs.readdirSync('/tmp'); fs.writeFileSync(`/tmp/left-${n}`, ''); return [n, left.length]; };"),
        (FunctionLanguage.CSharp, "static int count;\nstatic int[] work(int n) { count += System.IO.Directory.GetFileSystemEntries(\"/tmp\").Length; System.IO.File.Create($\"/tmp/left-{n}\"); return [n, count++]; }"),
    ];

    private static readonly (FunctionLanguage Language, string Code, FunctionOutcome[] Ends)[] Hostile =
    [
        (FunctionLanguage.Python, "def work(n):\n    while True: pass", [FunctionOutcome.Timeout, FunctionOutcome.CpuLimit]),
        (FunctionLanguage.Python, "import os\ndef work(n): os.kill(os.getpid(), 9)", [FunctionOutcome.Crashed]),
        (FunctionLanguage.Python, "def work(n): return bytearray(1 << 34)", [FunctionOutcome.MemoryLimit]),
        (FunctionLanguage.Python, "import os, time\ndef work(n):\n    for i in range(8):\n        if os.fork() == 0:\n            os.setsid()\n            time.sleep(1000)\n    return [n, 0]", [FunctionOutcome.Completed]),
        (FunctionLanguage.Python, "import os\ndef work(n):\n    for d in range(3, 9):\n        try: os.write(d, b'{}\\n')\n        except OSError: pass", [FunctionOutcome.InvalidOutput]),
        (FunctionLanguage.JavaScript, "export const work = () => { for (;;); };", [FunctionOutcome.Timeout, FunctionOutcome.CpuLimit]),
        (FunctionLanguage.JavaScript, "export const work = () => { throw new Error('no'); };", [FunctionOutcome.Failed]),
        (FunctionLanguage.CSharp, "static int work(int n = 0) => work(n + 1) + 1;", [FunctionOutcome.Crashed]),
    ];

    [Fact]
    public async Task Every_call_ends_as_it_must_and_leaves_nothing_behind()
    {
        var count = Environment.GetEnvironmentVariable("ISAA_TEST_LONG") == "1" ? LongCalls : Calls;
        var choices = new Random(Seed);
        var order = Enumerable.Range(0, count).Select(number => (Number: number, IsHostile: choices.Next(20) == 0, Choice: choices.Next(1_000))).ToList();
        var size = (2L << 20) + (Environment.ProcessId * 16L);
        var bed = new FunctionBed(pool => (pool.WarmWorkers, pool.RunningCalls) = (1, AtOnce));
        var faults = new ConcurrentBag<string>();
        var memory = new List<long>();

        foreach (var part in order.Chunk(Math.Max(50, count / 10)))
        {
            await Parallel.ForEachAsync(part, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken }, async (call, _) =>
            {
                if (await FaultAsync(bed, call.Number, call.IsHostile, call.Choice, size) is { } fault)
                {
                    faults.Add(fault);
                }
            });
            memory.Add(GC.GetTotalMemory(forceFullCollection: true));
        }

        var pool = bed.Pool;
        await bed.DisposeAsync();
        Assert.Empty(faults);
        Assert.Equal(0, pool.WorkerCount);
        Assert.Empty(Survivors(size));
        Assert.True(memory[^1] < memory[0] + (16 << 20), $"memory grew from {memory[0]} to {memory[^1]}");
    }

    /// <summary>Nothing runs beside it whose memory would be counted with its own.</summary>
    [CollectionDefinition(DisableParallelization = true)]
    public sealed class Alone;

    private static async Task<string?> FaultAsync(FunctionBed bed, int number, bool isHostile, int choice, long size)
    {
        var (language, code, ends) = isHostile
            ? Hostile[choice % Hostile.Length]
            : (Harmless[choice % Harmless.Length].Language, Harmless[choice % Harmless.Length].Code, [FunctionOutcome.Completed]);
        var result = await bed.RunAsync(
            FunctionBed.Define(language, code) with
            {
                AllowedImports = ["*"],
                SafeMode = false,
                Limits = FunctionBed.Small with { TemporaryBytes = size, Timeout = TimeSpan.FromSeconds(isHostile ? 2 : 60), CpuSeconds = 10 },
            },
            string.Create(CultureInfo.InvariantCulture, $$"""{"n":{{number}}}"""));
        var isRight = ends.Contains(result.Outcome)
            && (result.Outcome != FunctionOutcome.Completed || result.Output?.GetRawText() == string.Create(CultureInfo.InvariantCulture, $"[{number},0]"));
        return isRight ? null : $"call {number} of {language}: {result.Outcome} {result.Output} {result.Error?.Message}";
    }

    private static List<string> Survivors(long size)
    {
        var found = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(static path => char.IsAsciiDigit(path[^1])))
        {
            try
            {
                var command = File.ReadAllText(folder + "/cmdline").Replace('\0', ' ');
                if (command.Contains(size.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
                {
                    found.Add(command);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked.
            }
        }

        return found;
    }
}
