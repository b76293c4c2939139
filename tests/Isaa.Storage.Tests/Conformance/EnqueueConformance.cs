using Isaa.Jobs;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance;

public abstract class EnqueueConformance : JobStoreConformance
{
    [Fact]
    public async Task All_that_was_given_is_kept()
    {
        var job = New("test.full") with
        {
            Tenant = "tenant",
            Queue = "queue",
            Label = "Grüße, 世界",
            Priority = -7,
            Retry = new RetryPolicy { MaxAttempts = 4, Delay = TimeSpan.FromSeconds(3), Factor = 1.5, MaxDelay = TimeSpan.FromMinutes(2), Jitter = 0.25 },
            AttemptTimeout = TimeSpan.FromMilliseconds(1500),
            Requires = ["model:x", "host:1"],
            Tags = ["b", "a"],
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };
        await AddAsync(job);

        var detail = await Store.FindAsync(job.Id, Token);

        Assert.Equal(job.Arguments.ToArray(), detail!.Arguments.ToArray());
        Assert.Null(detail.Result);
        var kept = detail.Job;
        Assert.Equal((job.Tenant, job.Queue, job.Kind, job.Label, job.Priority), (kept.Tenant, kept.Queue, kept.Kind, kept.Label, kept.Priority));
        Assert.Equal((job.Retry, job.AttemptTimeout, job.TraceParent), (kept.Retry, kept.AttemptTimeout, kept.TraceParent));
        Assert.Equal(["host:1", "model:x"], kept.Requires.Order());
        Assert.Equal(job.Tags, kept.Tags);
        Assert.Equal((JobState.Ready, Time.GetUtcNow(), Time.GetUtcNow()), (kept.State, kept.CreatedAt, kept.RunAt));
        Assert.Equal((0, 0, 0), (kept.Started, kept.Charged, kept.Stalled));
        Assert.Equal((null, null, null, null, null), (kept.StartedAt, kept.FinishedAt, kept.Worker, kept.Error, kept.CancelReason));
    }

    [Fact]
    public async Task A_job_without_extras_has_none()
    {
        var kept = await GetAsync(await AddAsync());

        Assert.Equal(("default", "default", null, null), (kept.Tenant, kept.Queue, kept.Label, kept.TraceParent));
        Assert.True(kept.Retry.IsNone);
        Assert.Empty(kept.Requires);
        Assert.Empty(kept.Tags);
        Assert.Null(kept.AttemptTimeout);
    }

    [Fact]
    public async Task Empty_arguments_and_texts_stay_empty()
    {
        var id = await AddAsync(New() with { Arguments = ReadOnlyMemory<byte>.Empty, Label = "" });

        var detail = await Store.FindAsync(id, Token);

        Assert.Equal(0, detail!.Arguments.Length);
        Assert.Equal("", detail.Job.Label);
    }

    [Fact]
    public async Task A_large_payload_comes_back_whole()
    {
        var bytes = new byte[3_000_000];
        Random.Shared.NextBytes(bytes);

        var id = await AddAsync(New() with { Arguments = bytes });

        Assert.Equal(bytes, (await Store.FindAsync(id, Token))!.Arguments.ToArray());
    }

    [Fact]
    public async Task An_id_that_exists_adds_nothing()
    {
        var first = New() with { Label = "first" };
        await AddAsync(first);

        var added = await Store.EnqueueAsync([first with { Label = "second" }, New()], Token);

        Assert.Equal([EnqueueStatus.Existing, EnqueueStatus.Added], added.Select(a => a.Status));
        Assert.Equal(first.Id, added[0].Id);
        Assert.Equal("first", (await GetAsync(first.Id)).Label);
        Assert.Single(await EventsOfAsync(first.Id));
    }

    [Fact]
    public async Task The_same_id_twice_in_one_call_adds_one()
    {
        var job = New();

        Assert.Equal([EnqueueStatus.Added, EnqueueStatus.Existing], (await Store.EnqueueAsync([job, job], Token)).Select(a => a.Status));
    }

    [Fact]
    public async Task A_job_for_later_waits_and_is_never_early()
    {
        var worker = await BeatAsync();
        var at = Time.GetUtcNow() + TimeSpan.FromMilliseconds(10) + TimeSpan.FromTicks(1);
        var id = await AddAsync(New() with { RunAt = at });
        Assert.Equal(JobState.Delayed, (await GetAsync(id)).State);

        Time.Advance(TimeSpan.FromMilliseconds(10));
        var early = await Store.PromoteDueAsync(Token);
        Assert.Equal(0, early.Promoted);
        Assert.True(early.NextDue >= at);
        Assert.Empty(await ClaimAsync(worker));

        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new PromoteResult(1, null), await Store.PromoteDueAsync(Token));
        Assert.Equal(id, (await ClaimOneAsync(worker)).Job.Id);
        Assert.Equal(["job.added", "job.ready", "job.active"], await EventTypesOfAsync(id));
    }

    [Fact]
    public async Task Promoting_tells_when_the_next_job_is_due()
    {
        var now = Time.GetUtcNow();
        foreach (var minutes in (int[])[3, 1, 2])
        {
            await AddAsync(New() with { RunAt = now + TimeSpan.FromMinutes(minutes) });
        }

        Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(new PromoteResult(1, now + TimeSpan.FromMinutes(2)), await Store.PromoteDueAsync(Token));
    }

    [Fact]
    public async Task More_jobs_than_fit_one_transaction_are_promoted_by_one_call()
    {
        var at = Time.GetUtcNow() + TimeSpan.FromSeconds(1);
        await Store.EnqueueAsync([.. Enumerable.Range(0, 1201).Select(_ => New() with { RunAt = at })], Token);
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new PromoteResult(1201, null), await Store.PromoteDueAsync(Token));
    }

    [Fact]
    public async Task A_time_in_the_past_is_at_once() =>
        Assert.Equal(JobState.Ready, (await GetAsync(await AddAsync(New() with { RunAt = Time.GetUtcNow() - TimeSpan.FromDays(1) }))).State);

    [Fact]
    public async Task Adding_wakes_who_waits_for_work()
    {
        var version = Store.Version(StoreTopic.Work);
        var waiting = Store.WaitAsync(StoreTopic.Work, version, TimeSpan.FromDays(1), Token);

        await AddAsync();

        await waiting;
        Assert.True(Store.Version(StoreTopic.Work) > version);
    }

    [Fact]
    public async Task A_change_before_the_wait_is_not_missed()
    {
        var version = Store.Version(StoreTopic.Work);
        await AddAsync();

        await Store.WaitAsync(StoreTopic.Work, version, TimeSpan.FromDays(1), Token);
    }

    [Fact]
    public async Task Another_process_is_woken()
    {
        await AddAsync();
        var second = Fixture.OpenSecond();
        _ = await second.ReadLastCursorAsync(Token);
        var waiting = second.WaitAsync(StoreTopic.Work, second.Version(StoreTopic.Work), TimeSpan.FromDays(1), Token);

        // Its name is read anew at most each quarter of a second.
        Time.Advance(TimeSpan.FromSeconds(1));
        await AddAsync();

        await waiting;
    }
}
