using System.Text.Json;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Store;
using Isaa.Storage.Tests.Crashes.Host;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Crashes;

/// <summary>Workers that hang and come back, and jobs that kill their workers.</summary>
public abstract class LostWorkerConformance : IDisposable
{
    private const int StallLimit = 3;
    private readonly TestFolder _folder = new();

    private protected TestFolder Folder => _folder;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected abstract CrashStore Create();

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_worker_that_wakes_after_its_lease_changes_nothing_and_goes_on_under_a_new_name()
    {
        var order = NewOrder() with { LeaseTime = TimeSpan.FromMinutes(30) };
        await using var here = new CrashEngine(order);
        await using var later = new CrashEngine(order with { ClockOffset = TimeSpan.FromHours(1) });
        var go = _folder.File("go");
        var job = (JobId)await here.Queue.EnqueueAsync(new HeldWork(go), cancellationToken: Token);
        using var zombie = CrashProcess.Start(order, place: null);
        await zombie.WorkAsync(lines: 3);

        await zombie.PauseAsync(here.Database);
        Assert.Equal(new RescueResult(1, 0), await later.Store.RescueAsync(StallLimit, Token));
        await CompleteHereAsync(here, job);
        var before = await StandAsync(here, job);
        await File.WriteAllTextAsync(go, "", Token);
        zombie.Wake();
        await zombie.WorkAsync(lines: 1);

        var lines = Ledger.Read(_folder.Path).ToList();
        Assert.Equal(["began", "acted", "saw", "refused"], lines.Select(line => line.Verb));
        Assert.Equal(before, await StandAsync(here, job));
        var next = (JobId)await here.Queue.EnqueueAsync(new PlainWork(0), cancellationToken: Token);
        Assert.Equal(JobState.Completed, (await here.Queue.WaitAsync(next, Token))!.Job.State);
        Assert.Equal(before, await StandAsync(here, job));
    }

    [Fact]
    public async Task A_job_that_kills_its_workers_is_set_aside_as_dead_and_the_others_go_on()
    {
        var order = NewOrder();
        await using var here = new CrashEngine(order);
        await using var later = new CrashEngine(order with { ClockOffset = TimeSpan.FromHours(1) });
        var poison = (JobId)await here.Queue.EnqueueAsync(new PoisonWork("poison"), new EnqueueOptions { Priority = -1 }, Token);
        var others = await here.Queue.EnqueueManyAsync(Enumerable.Range(0, 50).Select(_ => new PlainWork(0)), cancellationToken: Token);
        for (var death = 1; death <= StallLimit + 1; death++)
        {
            using var process = CrashProcess.Start(order, place: null);
            await process.DieAsync(TimeSpan.FromMinutes(2), "its job");
            await later.Store.RescueAsync(StallLimit, Token);
            Assert.Equal(death > StallLimit ? JobState.Dead : JobState.Ready, (await here.Queue.FindAsync(poison, Token))!.Job.State);
        }

        var dead = (await here.Queue.FindAsync(poison, Token))!.Job;
        Assert.Equal(StallLimit + 1, dead.Stalled);
        Assert.Equal(0, dead.Charged);
        Assert.Equal("stall_limit", dead.Error!.Code);
        here.Start();
        foreach (var other in others)
        {
            Assert.Equal(JobState.Completed, (await here.Queue.WaitAsync(other, Token))!.Job.State);
        }
    }

    private CrashOrder NewOrder() => new() { Store = Create().Address, Folder = _folder.Path, Seed = 1, Adds = 0, StallLimit = StallLimit };

    private static async Task CompleteHereAsync(CrashEngine here, JobId job)
    {
        var worker = new WorkerId(here.Ids.Next());
        await here.Store.HeartbeatAsync(new WorkerHeartbeat { Worker = worker, Host = "here", ProcessId = 1, LeaseTime = TimeSpan.FromHours(3) }, Token);
        var claimed = Assert.Single((await here.Store.ClaimAsync(new ClaimRequest { Worker = worker, Limit = 5, Kinds = ["crash.held"] }, Token)).Jobs);
        Assert.Equal(job, claimed.Job.Id);
        Assert.Equal([true], await here.Store.SettleAsync([new Settlement.Complete { Lease = claimed.Lease, Result = "\"here\""u8.ToArray() }], Token));
    }

    // All that is stored of a job, as text.
    private static async Task<string> StandAsync(CrashEngine here, JobId job)
    {
        var detail = await here.Store.FindAsync(job, Token);
        var steps = await here.Store.ReadStepsAsync(job, 0, Token);
        var events = await here.Store.ReadEventsAsync(new EventQuery { Job = job }, Token);
        return JsonSerializer.Serialize(new { detail, steps, events });
    }
}
