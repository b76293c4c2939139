using System.Globalization;
using Isaa.Diagnostics;

namespace Isaa.EndToEnd.Tests.Kills;

public sealed class KillTests(ITestOutputHelper output)
{
    /// <summary>A job whose workers die more often is set aside as dead.</summary>
    private const int KillsPerRun = 3;
    private const int ShortestLife = 150;
    private const int LongestLife = 1500;

    public static bool IsLong => Environment.GetEnvironmentVariable("ISAA_TEST_LONG") == "1";

    /// <summary>The places that every run passes.</summary>
    private static readonly string[] Passed =
    [
        KillPoint.JobEnqueued, KillPoint.JobClaimed, KillPoint.StepIntended, KillPoint.StepActed, KillPoint.StepRecorded, KillPoint.JobSettling, KillPoint.JobSettled,
    ];

    public static TheoryData<string> Places => [.. Passed.SelectMany(name => name switch
    {
        KillPoint.StepIntended or KillPoint.StepActed or KillPoint.StepRecorded => IsLong ? Enumerable.Range(1, 20).Select(n => $"{name}:{n}") : [$"{name}:2", $"{name}:9"],
        _ => (string[])[name],
    })];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_run_killed_at_a_named_place_is_taken_up_by_a_server_and_does_nothing_twice(string place)
    {
        using var run = new KillRun();
        Assert.True(await run.RunToKillPointAsync(place, run.Start), $"{place} was not reached");
        var job = await run.FindJobAsync();
        Assert.NotNull(job);
        await run.FinishByServeAsync(job);
        output.WriteLine($"{place}: {await run.CheckAsync(job)}");
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_run_killed_at_a_named_place_is_resumed_by_hand_and_does_nothing_twice(string place)
    {
        using var run = new KillRun();
        Assert.True(await run.RunToKillPointAsync(place, run.Start), $"{place} was not reached");
        var job = await run.FindJobAsync();
        Assert.NotNull(job);
        await run.FinishByResumeAsync(job);
        output.WriteLine($"{place}: {await run.CheckAsync(job)}");
    }

    [Fact]
    public async Task A_server_killed_at_a_place_again_and_again_finishes_the_run()
    {
        using var run = new KillRun();
        var started = await run.Isaa.RunAsync([.. run.Start, "--detach"]);
        Assert.True(started.ExitCode == 0, started.ToString());
        var job = await run.FindJobAsync();
        Assert.NotNull(job);
        foreach (var place in (string[])["step-acted:3", "step-intended:2", "step-recorded:4"])
        {
            Assert.True(await run.RunToKillPointAsync(place, ["serve", "--port", "0", "--json"]), $"{place} was not reached");
        }

        await run.FinishByServeAsync(job);
        output.WriteLine((await run.CheckAsync(job)).ToString());
    }

    [Fact]
    public async Task Runs_killed_at_random_moments_do_nothing_twice()
    {
        var seed = Environment.GetEnvironmentVariable("ISAA_TEST_SEED") is { Length: > 0 } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine(FormattableString.Invariant($"seed {seed}; ISAA_TEST_SEED={seed} repeats the moments"));
        var random = new Random(seed);
        var wanted = IsLong ? 200 : 10;
        var report = new KillReport(seed);
        while (report.Kills < wanted)
        {
            using var run = new KillRun();
            var figures = await KillAndFinishAsync(run, random, Math.Min(wanted - report.Kills, KillsPerRun));
            report.Add(figures);
            output.WriteLine(figures.ToString());
        }

        if (IsLong)
        {
            report.Write();
        }
    }

    private static async Task<KillFigures> KillAndFinishAsync(KillRun run, Random random, int kills)
    {
        string? job = null;
        while (job is null)
        {
            await run.RunForAsync(Life(random), run.Start);
            job = await run.FindJobAsync();
        }

        while (run.Kills < kills)
        {
            var isServer = random.Next(2) == 0;
            var life = Life(random);
            if (!await run.RunForAsync(life, isServer ? ["serve", "--port", "0", "--json"] : ["run", "--resume", job, "--json"]))
            {
                break;
            }
        }

        await run.FinishByServeAsync(job);
        return await run.CheckAsync(job);
    }

    private static TimeSpan Life(Random random) => TimeSpan.FromMilliseconds(random.Next(ShortestLife, LongestLife));
}
