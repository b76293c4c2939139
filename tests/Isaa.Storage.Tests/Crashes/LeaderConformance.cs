using System.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Duties;
using Isaa.Storage.Tests.Crashes.Audits;
using Isaa.Storage.Tests.Crashes.Host;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Crashes;

/// <summary>The process that has the duties dies or hangs: another goes on with them when their time is over, and the first changes nothing any more.</summary>
public abstract class LeaderConformance(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan HeldFor = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AskedEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);
    private readonly TestFolder _folder = new();

    private protected TestFolder Folder => _folder;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected abstract CrashStore Create();

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Duties_of_a_process_that_died_or_hangs_are_gone_on_with_when_their_time_is_over(bool isKilled)
    {
        var order = NewOrder();
        await using var here = new CrashEngine(order);
        using var leader = CrashProcess.Start(order, place: null);
        var held = await ReadDutiesAsync(here, static duties => duties.Count == 3);
        var job = await CompleteAsync(here);

        await StopAsync(leader, here.Database, isKilled);
        foreach (var status in held)
        {
            Assert.Null(await here.Duties.TryTakeAsync(status.Duty.Name, here.Ids.Next(), HeldFor, Token));
        }

        await using var next = new CrashEngine(order with { ClockOffset = HeldFor });
        next.Start();
        var taken = await ReadDutiesAsync(here, duties => duties.All(status => held.All(old => old.Duty.Holder != status.Duty.Holder)));

        Assert.Equal(held.Select(old => (old.Duty.Name, old.Duty.Term + 1)), taken.Select(status => (status.Duty.Name, status.Duty.Term)));
        await WaitGoneAsync(here, job);
        Assert.Empty(await here.Inspection.InspectAsync(Token));
        if (!isKilled)
        {
            leader.Wake();
            await CompleteAsync(here);
            Assert.Equal(taken.Select(status => status.Duty), (await here.Duties.ListAsync(Token)).Select(status => status.Duty));
        }
    }

    [Fact]
    public async Task A_duty_rests_no_longer_than_a_lease_after_the_death_of_its_holder()
    {
        Assert.SkipUnless(CrashReport.IsLong, "takes half a minute of real time; ./test --long");
        var order = NewOrder();
        await using var here = new CrashEngine(order);
        var longest = 0.0;
        for (var round = 0; round < 3; round++)
        {
            using var leader = CrashProcess.Start(order, place: null);
            var term = 0L;
            await ReadDutiesAsync(here, duties => duties.Count == 3 && (term = duties.Max(status => status.Duty.Term)) > round);
            using var follower = CrashProcess.Start(order, place: null);
            await follower.AddAsync(TimeSpan.FromMinutes(1));
            leader.Kill();
            var died = Stopwatch.GetTimestamp();
            await ReadDutiesAsync(here, duties => duties.All(status => status.Duty.Term > term));
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(died).TotalSeconds);
            follower.Kill();
        }

        output.WriteLine($"{here.Database.Name}: {longest:0.0} s");
        var (held, every) = (HeldFor.TotalSeconds, AskedEvery.TotalSeconds);
        CrashReport.AddLong("leader killed", 1, new { store = here.Database.Name, kills = 3, longest_without_s = Math.Round(longest, 1), held_for_s = held, asked_every_s = every });
        Assert.True(longest <= held + every + 2, $"the duties rested for {longest} s");
    }

    private CrashOrder NewOrder() => new() { Store = Create().Address, Folder = _folder.Path, Seed = 1, Adds = 0, KeepFor = Kept };

    private static async Task StopAsync(CrashProcess leader, CrashStore store, bool isKilled)
    {
        if (isKilled)
        {
            leader.Kill();
            await leader.DieAsync(TimeSpan.FromMinutes(1), "hand");
        }
        else
        {
            await leader.PauseAsync(store);
        }
    }

    private static async Task<JobId> CompleteAsync(CrashEngine here)
    {
        var job = (JobId)await here.Queue.EnqueueAsync(new PlainWork(0), cancellationToken: Token);
        Assert.Equal(JobState.Completed, (await here.Queue.WaitAsync(job, Token))!.Job.State);
        return job;
    }

    private static async Task<IReadOnlyList<DutyStatus>> ReadDutiesAsync(CrashEngine here, Func<IReadOnlyList<DutyStatus>, bool> isRight)
    {
        while (true)
        {
            if (await here.Duties.ListAsync(Token) is var duties && isRight(duties))
            {
                return duties;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }
    }

    private static async Task WaitGoneAsync(CrashEngine here, JobId job)
    {
        while (await here.Queue.FindAsync(job, Token) is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }
    }
}
