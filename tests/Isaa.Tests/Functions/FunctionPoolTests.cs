using System.Diagnostics;
using Isaa.Functions;

namespace Isaa.Tests.Functions;

/// <summary>Processes that stand ready, those that die, and callers that are too many.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class FunctionPoolTests
{
    private const string AskWhoIsThere = """
        import os, builtins

        def work(mark):
            seen = getattr(builtins, 'left_behind', None)
            files = os.listdir('/tmp') + os.listdir('/dev/shm')
            builtins.left_behind = mark
            os.environ['LEFT'] = mark
            open('/tmp/left', 'w').write(mark)
            if os.fork() == 0:
                os.setsid()
                import time
                time.sleep(1000)
            return {'seen': seen, 'files': files, 'processes': sorted(p for p in os.listdir('/proc') if p.isdigit())[:2]}
        """;

    /// <summary>A size that only this test's sandboxes have on their command line.</summary>
    private readonly long _size = (2L << 20) + Random.Shared.Next(1, 1 << 20) * 16L;

    private static readonly FunctionDefinition Asks = FunctionBed.Define(FunctionLanguage.Python, AskWhoIsThere) with { AllowedImports = ["*"], SafeMode = false };

    [Fact]
    public async Task No_call_sees_what_another_left_behind()
    {
        await using var bed = new FunctionBed(pool => pool.WarmWorkers = 2);

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => bed.RunAsync(Asks, $$"""{"mark":"call-{{number}}"}""")));

        Assert.All(results, result => Assert.Equal("""{"seen":null,"files":[],"processes":["1","2"]}""", result.Output?.GetRawText() ?? result.Error?.Message));
    }

    [Fact]
    public async Task When_the_pool_is_disposed_nothing_of_it_is_left()
    {
        var bed = new FunctionBed(pool => pool.WarmWorkers = 2);
        var endless = bed.RunAsync(Own(FunctionBed.Define(FunctionLanguage.Python, "def work():\n    while True: pass")));
        _ = await bed.RunAsync(Own(Asks), """{"mark":"x"}""");
        Assert.NotEmpty(Sandboxes());
        var pool = bed.Pool;

        await bed.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        Assert.Equal(0, pool.WorkerCount);
        Assert.Empty(Sandboxes());
    }

    [Fact]
    public async Task A_worker_that_died_while_it_stood_ready_is_passed_over()
    {
        await using var bed = new FunctionBed(pool => pool.WarmWorkers = 1);
        var definition = Own(FunctionBed.Define(FunctionLanguage.Python, "def work(): return 1"));
        Assert.Equal(FunctionOutcome.Completed, (await bed.RunAsync(definition)).Outcome);
        var profile = bed.Languages.Get(FunctionLanguage.Python).ProfileFor(definition);
        var ready = await WaitForAsync(() => bed.Pool is { WorkerCount: 1 } pool && pool.CountReady(profile) == 1 ? [.. Sandboxes()] : []);
        var inside = WithThoseBelow(ready);
        foreach (var process in ready)
        {
            using var doomed = Process.GetProcessById(process);
            doomed.Kill();
        }

        // The kernel ends what runs inside a little later than its launcher.
        _ = await WaitForAsync(() => inside.Any(HasOpenFiles) ? [] : [1]);

        Assert.Equal(FunctionOutcome.Completed, (await bed.RunAsync(definition)).Outcome);
    }

    [Fact]
    public async Task A_caller_too_many_is_refused_at_once_and_the_others_are_served()
    {
        await using var bed = new FunctionBed(pool => (pool.RunningCalls, pool.WaitingCalls) = (1, 1));
        using var stop = new CancellationTokenSource();
        var endless = new FunctionCall
        {
            Definition = FunctionBed.Define(FunctionLanguage.Python, "def work():\n    while True: pass"),
            Input = System.Text.Json.JsonElement.Parse("{}"),
        };
        var running = bed.Runner.RunAsync(endless, stop.Token);
        var waiting = bed.RunAsync(FunctionBed.Define(FunctionLanguage.Python, "def work(): return 1"));

        var refused = await bed.RunAsync(FunctionBed.Define(FunctionLanguage.Python, "def work(): return 2"));

        Assert.Equal((FunctionOutcome.Busy, "busy"), (refused.Outcome, refused.Error?.Kind));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(FunctionOutcome.Completed, (await waiting).Outcome);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_process_that_stood_ready_does_what_one_does_that_was_started_for_the_call(int ready)
    {
        await using var bed = new FunctionBed(pool => pool.WarmWorkers = ready);
        var prints = FunctionBed.Define(FunctionLanguage.CSharp, "record Sum(int Total);\nstatic Sum work(int a) { Console.WriteLine(\"out\"); Console.Error.WriteLine(\"error\"); return new(a); }");
        for (var number = 0; number < 3; number++)
        {
            var result = await bed.RunAsync(prints, $$"""{"a":{{number}}}""");

            Assert.Equal(($$"""{"total":{{number}}}""", "out\nerror\n"), (result.Output?.GetRawText() ?? result.Error?.Message, result.Logs));
            _ = await WaitForAsync(() => bed.Pool.WorkerCount >= ready ? [1] : []);
        }
    }

    [Fact]
    public async Task Without_isolation_nothing_runs()
    {
        await using var bed = new FunctionBed(null, sandbox: options => options.BubblewrapPath = "/nonexistent/bwrap");

        var result = await bed.RunAsync(FunctionBed.Define(FunctionLanguage.Python, "def work(): return 1"));

        Assert.Equal((FunctionOutcome.SandboxUnavailable, null), (result.Outcome, result.Output));
        Assert.Contains("bubblewrap", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_runner_nothing_runs_and_the_message_says_where_it_should_be()
    {
        await using var bed = new FunctionBed(null, functions: options => options.RunnerFolder = "/nonexistent");

        var result = await bed.RunAsync(FunctionBed.Define(FunctionLanguage.JavaScript, "export const work = () => 1;"));

        Assert.Equal(FunctionOutcome.RuntimeMissing, result.Outcome);
        Assert.Contains("/nonexistent/javascript.cjs", result.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_of_the_same_code_wait_for_one_compilation()
    {
        await using var bed = new FunctionBed();
        var definition = FunctionBed.Define(FunctionLanguage.CSharp, "static int work(int a) => a * 2;");

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => bed.RunAsync(definition, $$"""{"a":{{number}}}""")));

        Assert.Equal([0, 2, 4, 6], results.Select(result => result.Output?.GetInt32() ?? -1));
    }

    [Fact]
    public async Task A_process_that_only_compiles_goes_on_after_code_that_breaks_it()
    {
        await using var bed = new FunctionBed();
        var deep = "static int work() => " + new string('(', 100_000) + "1" + new string(')', 100_000) + ";";

        _ = await bed.RunAsync(FunctionLanguage.CSharp, deep);
        var result = await bed.RunAsync(FunctionLanguage.CSharp, "static int work() => 3;");

        Assert.Equal((FunctionOutcome.Completed, 3), (result.Outcome, result.Output?.GetInt32()));
    }

    private FunctionDefinition Own(FunctionDefinition definition) => definition with { Limits = definition.Limits with { TemporaryBytes = _size } };

    /// <summary>This test's launchers and shells; what runs inside has them above it.</summary>
    private List<int> Sandboxes()
    {
        var found = new List<int>();
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(static path => char.IsAsciiDigit(path[^1])))
        {
            try
            {
                if (File.ReadAllText(process + "/cmdline").Split('\0').Contains(_size.ToString(System.Globalization.CultureInfo.InvariantCulture)))
                {
                    found.Add(int.Parse(Path.GetFileName(process), System.Globalization.CultureInfo.InvariantCulture));
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked.
            }
        }

        return found;
    }

    private static HashSet<int> WithThoseBelow(IEnumerable<int> roots)
    {
        var found = roots.ToHashSet();
        var all = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(static name => char.IsAsciiDigit(name![0]))
            .Select(static name => int.Parse(name!, System.Globalization.CultureInfo.InvariantCulture)).ToList();
        for (var size = 0; size < found.Count;)
        {
            size = found.Count;
            found.UnionWith(all.Where(process => ParentOf(process) is { } parent && found.Contains(parent)));
        }

        return found;
    }

    private static int? ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool HasOpenFiles(int process)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Any();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task<int[]> WaitForAsync(Func<int[]> look)
    {
        for (; ; )
        {
            if (look() is { Length: > 0 } found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
