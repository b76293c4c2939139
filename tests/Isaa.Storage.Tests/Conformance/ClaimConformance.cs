using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance;

public abstract class ClaimConformance : JobStoreConformance
{
    [Fact]
    public async Task A_claimed_job_is_active_and_comes_with_all_its_handler_needs()
    {
        var id = await AddAsync(New() with { Arguments = Json("{\"x\":2}") });
        var worker = await BeatAsync();
        Time.Advance(TimeSpan.FromSeconds(1));

        var claimed = await ClaimOneAsync(worker);

        Assert.Equal((id, JobState.Active, 1), (claimed.Job.Id, claimed.Job.State, claimed.Job.Started));
        Assert.Equal((worker, Time.GetUtcNow()), (claimed.Job.Worker, claimed.Job.StartedAt));
        Assert.Equal((id, worker, 1), (claimed.Lease.Job, claimed.Lease.Worker, claimed.Lease.Token));
        Assert.Equal("{\"x\":2}", Text(claimed.Arguments));
        Assert.Null(claimed.Snapshot);
        Assert.Equal(JobState.Active, (await GetAsync(id)).State);
    }

    [Fact]
    public async Task Best_priority_comes_first_then_the_oldest()
    {
        var normal = await AddAsync();
        var late = await AddAsync(New() with { Priority = 5 });
        var urgent = await AddAsync(New() with { Priority = -5 });
        var second = await AddAsync();
        var worker = await BeatAsync();

        Assert.Equal([urgent, normal, second, late], (await ClaimAsync(worker)).Select(c => c.Job.Id));
    }

    [Fact]
    public async Task Order_holds_across_queues_tenants_and_requirements()
    {
        var third = await AddAsync(New() with { Priority = 1, Queue = "a" });
        var first = await AddAsync(New() with { Tenant = "t" });
        var second = await AddAsync(New() with { Queue = "b", Requires = ["cap"] });
        var fourth = await AddAsync(New() with { Priority = 1 });
        var request = new ClaimRequest { Worker = await BeatAsync(), Limit = 3, Kinds = ["test.work"], Capabilities = ["cap"] };

        Assert.Equal([first, second, third], (await TakeAsync(request)).Select(c => c.Job.Id));
        Assert.Equal([fourth], (await TakeAsync(request)).Select(c => c.Job.Id));
    }

    [Fact]
    public async Task No_more_than_asked_for_are_taken()
    {
        await Store.EnqueueAsync([New(), New(), New()], Token);
        var worker = await BeatAsync();

        Assert.Equal(2, (await ClaimAsync(worker, 2)).Count);
        Assert.Single(await ClaimAsync(worker, 2));
        Assert.Empty(await ClaimAsync(worker, 2));
    }

    [Fact]
    public async Task A_kind_without_a_handler_stays_for_a_worker_that_has_one()
    {
        await AddAsync(New("other.kind"));
        var mine = await AddAsync();
        var worker = await BeatAsync();

        Assert.Equal(mine, Assert.Single(await ClaimAsync(worker)).Job.Id);
        Assert.Equal("other.kind", Assert.Single(await ClaimAsync(worker, kind: "other.kind")).Job.Kind);
    }

    [Fact]
    public async Task Only_the_queues_asked_for_are_served()
    {
        await AddAsync();
        var mine = await AddAsync(New() with { Queue = "mine" });

        var claimed = await TakeAsync(new ClaimRequest { Worker = await BeatAsync(), Limit = 9, Kinds = ["test.work"], Queues = ["mine"] });

        Assert.Equal(mine, Assert.Single(claimed).Job.Id);
    }

    [Fact]
    public async Task A_job_is_left_alone_unless_all_it_requires_is_declared()
    {
        await AddAsync(New() with { Requires = ["a", "b"] });
        var worker = await BeatAsync();

        Assert.Empty(await ClaimAsync(worker));
        Assert.Empty(await TakeAsync(new ClaimRequest { Worker = worker, Limit = 9, Kinds = ["test.work"], Capabilities = ["a"] }));
        Assert.Single(await TakeAsync(new ClaimRequest { Worker = worker, Limit = 9, Kinds = ["test.work"], Capabilities = ["b", "a", "c"] }));
    }

    [Fact]
    public async Task A_worker_with_reserved_capabilities_leaves_to_others_what_requires_none_of_them()
    {
        await AddAsync();
        await AddAsync(New() with { Requires = ["a"] });
        await AddAsync(New() with { Requires = ["a", "b"] });
        await AddAsync(New() with { Requires = ["b", "c"] });
        var request = new ClaimRequest { Worker = await BeatAsync(), Limit = 9, Kinds = ["test.work"], Capabilities = ["a", "b"], Reserved = ["b"] };

        Assert.Equal(["a", "b"], Assert.Single(await TakeAsync(request)).Job.Requires);
        Assert.Equal(2, (await TakeAsync(request with { Reserved = null })).Count);
    }

    [Fact]
    public async Task One_job_may_be_asked_for_alone()
    {
        await AddAsync(New() with { Priority = -1 });
        var mine = await AddAsync();
        var worker = await BeatAsync();
        var request = new ClaimRequest { Worker = worker, Limit = 9, Kinds = ["test.work"], Only = mine };

        Assert.Equal(mine, Assert.Single(await TakeAsync(request)).Job.Id);
        Assert.Empty(await TakeAsync(request));
        Assert.Empty(await TakeAsync(request with { Kinds = ["other.kind"], Only = await AddAsync() }));
    }

    [Fact]
    public async Task A_worker_that_never_sent_a_heartbeat_is_refused()
    {
        await AddAsync();

        var error = await Assert.ThrowsAsync<IsaaException>(() => ClaimAsync(NewWorker()));

        Assert.Equal("worker_unknown", error.Code);
    }

    [Fact]
    public async Task Many_workers_never_take_the_same_job()
    {
        await Store.EnqueueAsync([.. Enumerable.Range(0, 300).Select(_ => New())], Token);
        var second = Fixture.OpenSecond();

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(async n =>
        {
            var store = n % 2 == 0 ? Store : second;
            var worker = await BeatAsync(store: store);
            var mine = new List<JobId>();
            while (await TakeAsync(new ClaimRequest { Worker = worker, Limit = 7, Kinds = ["test.work"] }, store) is { Count: > 0 } claimed)
            {
                mine.AddRange(claimed.Select(c => c.Job.Id));
            }

            return mine;
        }));

        var all = taken.SelectMany(t => t).ToList();
        Assert.Equal(300, all.Count);
        Assert.Equal(300, all.Distinct().Count());
    }

    [Fact]
    public async Task A_kind_that_another_process_added_first_is_seen()
    {
        var worker = await BeatAsync();
        Assert.Empty(await ClaimAsync(worker, kind: "new.kind"));

        await Fixture.OpenSecond().EnqueueAsync([New("new.kind")], Token);

        Assert.Single(await ClaimAsync(worker, kind: "new.kind"));
    }
}
