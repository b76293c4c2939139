using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Duties;
using Isaa.Jobs.Retention;
using Isaa.Jobs.Searching;
using Isaa.Tests.Support;

namespace Isaa.Tests.Jobs.Retention;

public sealed class RetentionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ended_jobs_go_when_they_are_older_than_the_default_of_their_state()
    {
        await using var bed = await BedAsync();
        var cancelled = await bed.EndAsync("a");
        var waiting = await bed.AddAsync("b");
        bed.Time.Advance(TimeSpan.FromDays(29));
        var younger = await bed.EndAsync("c");
        Assert.Equal(0, await bed.RunAsync());

        bed.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await bed.RunAsync());

        Assert.Null(await bed.Engine.Store.FindAsync(cancelled, Token));
        Assert.NotNull(await bed.Engine.Store.FindAsync(younger, Token));
        Assert.NotNull(await bed.Engine.Store.FindAsync(waiting, Token));
    }

    [Fact]
    public async Task A_rule_of_the_queue_takes_the_place_of_the_default()
    {
        await using var bed = await BedAsync();
        await bed.SaveAsync(new RetentionLimit { Count = 2 });
        var jobs = new List<JobId>();
        for (var i = 0; i < 5; i++)
        {
            jobs.Add(await bed.EndAsync($"{i}"));
            bed.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(3, await bed.RunAsync());
        Assert.Equal(jobs[3..], await bed.KeptAsync(jobs));

        bed.Time.Advance(TimeSpan.FromDays(400));
        Assert.Equal(0, await bed.RunAsync());
    }

    [Fact]
    public async Task A_limit_of_bytes_keeps_the_newest_that_fit()
    {
        await using var bed = await BedAsync();
        var jobs = new List<JobId> { await bed.EndAsync(new string('x', 100)) };
        bed.Time.Advance(TimeSpan.FromSeconds(1));
        jobs.Add(await bed.EndAsync("y"));
        bed.Time.Advance(TimeSpan.FromSeconds(1));
        jobs.Add(await bed.EndAsync("z"));
        await bed.SaveAsync(new RetentionLimit { Bytes = 60 });

        Assert.Equal(1, await bed.RunAsync());
        Assert.Equal(jobs[1..], await bed.KeptAsync(jobs));
    }

    [Fact]
    public async Task Only_one_process_deletes_and_another_takes_over_when_it_is_gone()
    {
        await using var bed = await BedAsync();
        var other = bed.Create(new DutyHolder(new IdSource(TimeProvider.System)));
        Assert.True((await bed.Retention.RunOnceAsync(Token)).Next <= LedTask.AskedEvery);
        var job = await bed.EndAsync("a");
        bed.Time.Advance(LedTask.AskedEvery);
        await bed.Retention.RunOnceAsync(Token);
        bed.Time.Advance(LedTask.HeldFor - TimeSpan.FromSeconds(1));
        await other.RunOnceAsync(Token);
        Assert.Equal(1, (await bed.Engine.Get<IDutyStore>().ListAsync(Token)).Single(d => d.Duty.Name == "retention").Duty.Term);

        bed.Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, (await other.RunOnceAsync(Token)).Count);

        Assert.Null(await bed.Engine.Store.FindAsync(job, Token));
        Assert.Equal(0, (await bed.Retention.RunOnceAsync(Token)).Count);
        Assert.Equal(2, (await bed.Engine.Get<IDutyStore>().ListAsync(Token)).Single(d => d.Duty.Name == "retention").Duty.Term);
    }

    private static async Task<Bed> BedAsync()
    {
        var bed = new Bed();
        await bed.AddAsync("keeps the newest event");
        return bed;
    }

    private sealed class Bed : IAsyncDisposable
    {
        public Bed() => Engine = TestEngine.Create((_, _, _) => Task.FromResult<JobOutcome>(new JobOutcome.Completed()), Time);

        public ManualTime Time { get; } = new();

        public TestEngine Engine { get; }

        public RetentionTask Retention => field ??= Create(Engine.Get<DutyHolder>());

        public RetentionTask Create(DutyHolder holder) => new(
            Engine.Get<IRetentionStore>(), Engine.Get<ISearchStore>(), Engine.Get<RetentionOptions>(), Engine.Get<IDutyStore>(), holder, Time);

        public async Task<JobId> AddAsync(string text) => await Engine.Queue.EnqueueAsync(new TestEngine.Call { Text = text }, null, Token);

        public async Task<JobId> EndAsync(string text)
        {
            var job = await AddAsync(text);
            await Engine.Queue.CancelAsync(job, "no", Token);
            return job;
        }

        public Task SaveAsync(RetentionLimit limit) => Engine.Get<IRetentionStore>().SaveRuleAsync(
            new RetentionRule { Queue = "default", State = JobState.Cancelled, Limit = limit }, Token);

        public async Task<int> RunAsync()
        {
            Time.Advance(TimeSpan.FromMinutes(10));
            return (await Retention.RunOnceAsync(Token)).Count;
        }

        public async Task<List<JobId>> KeptAsync(IEnumerable<JobId> jobs)
        {
            var kept = new List<JobId>();
            foreach (var job in jobs)
            {
                if (await Engine.Store.FindAsync(job, Token) is not null)
                {
                    kept.Add(job);
                }
            }

            return kept;
        }

        public ValueTask DisposeAsync() => Engine.DisposeAsync();
    }
}
