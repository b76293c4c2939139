using System.Globalization;
using Isaa.Diagnostics;
using Isaa.Storage.Tests.Crashes.Audits;
using Isaa.Storage.Tests.Crashes.Host;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Crashes;

/// <summary>Processes that add jobs and work on them are killed: nothing acknowledged is lost, nothing ends twice, nothing stays undone.</summary>
public abstract class CrashConformance(ITestOutputHelper output) : IDisposable
{
    private const int InspectEvery = 4;
    private readonly TestFolder _folder = new();

    private protected TestFolder Folder => _folder;

    private protected abstract CrashStore Create();

    /// <summary>What else may go wrong while processes are killed.</summary>
    private protected virtual Task DisturbAsync(CrashRun run) => Task.CompletedTask;

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Killed_at_every_named_place_nothing_is_lost_and_nothing_ends_twice()
    {
        await using var run = await StartAsync(adds: 120);
        foreach (var place in Places())
        {
            await run.KillAtAsync(place);
            await run.InspectAsync();
        }

        await run.FinishAsync();
        Report("killed at named places", await run.CheckAsync());
    }

    [Fact]
    public async Task Killed_at_random_moments_nothing_is_lost_and_nothing_ends_twice()
    {
        await using var run = await StartAsync(adds: 400);
        run.StartSurvivor();
        var random = new Random(Seed());
        while (run.Kills < (CrashReport.IsLong ? 460 : 12))
        {
            await Task.WhenAll(
                run.KillAfterAsync(random.Next(120), TimeSpan.FromMilliseconds(random.Next(4))),
                run.KillAfterAsync(random.Next(120), TimeSpan.FromMilliseconds(random.Next(4))),
                DisturbAsync(run));
            if (run.Kills % InspectEvery == 0)
            {
                await run.InspectAsync();
            }
        }

        await run.FinishAsync();
        Report("killed at random moments", await run.CheckAsync());
    }

    [Fact]
    public async Task Processes_whose_clocks_jump_lose_nothing_and_end_nothing_twice()
    {
        await using var run = await StartAsync(adds: 100, clockOffset: TimeSpan.FromHours(2));
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => run.LetEndAsync(order => order with { ClockOffset = TimeSpan.Zero, ClockJumps = true })));
        await run.FinishAsync();
        Report("clocks that jump", await run.CheckAsync());
    }

    private void Report(string test, CrashFigures figures)
    {
        output.WriteLine(figures.ToString());
        CrashReport.AddLong(test, Seed(), figures);
    }

    // A process that dies with a job in its hands comes before one that takes it back.
    private static IEnumerable<string> Places() => KillPoint.Names.Except([KillPoint.FunctionRan]).SelectMany(name => name switch
    {
        KillPoint.JobsRescuing or KillPoint.JobsRescued => [KillPoint.JobClaimed, name],
        KillPoint.JobsPromoting or KillPoint.JobsPromoted => [name, $"{name}:2"],
        _ when CrashReport.IsLong => Enumerable.Range(1, 6).Select(n => FormattableString.Invariant($"{name}:{n}")),
        _ => (string[])[$"{name}:2"],
    });

    private Task<CrashRun> StartAsync(int adds, TimeSpan clockOffset = default)
    {
        output.WriteLine(FormattableString.Invariant($"ISAA_TEST_SEED={Seed()} repeats it"));
        return CrashRun.StartAsync(new CrashOrder { Store = Create().Address, Folder = _folder.Path, Seed = Seed(), Adds = adds, ClockOffset = clockOffset });
    }

    private static int Seed() => Environment.GetEnvironmentVariable("ISAA_TEST_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : 20260101;
}
