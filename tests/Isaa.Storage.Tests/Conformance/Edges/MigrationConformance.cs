using System.Collections.Concurrent;
using Isaa.Jobs;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Store;

namespace Isaa.Storage.Tests.Conformance.Edges;

/// <summary>A newer program brings the schema on while an older one adds jobs and works on them.</summary>
public abstract class MigrationConformance : JobStoreConformance
{
    private const int Before = 60;
    private readonly ConcurrentQueue<JobId> _added = new();
    private readonly ConcurrentQueue<JobId> _done = new();

    /// <summary>What a later version might do to the table that is used most.</summary>
    private protected const string Change =
        "ALTER TABLE isaa_jobs ADD COLUMN test_extra bigint NOT NULL DEFAULT 7; CREATE INDEX isaa_jobs_test ON isaa_jobs (test_extra, seq);";

    /// <summary>Applies one migration more than the program knows, over a connection of its own.</summary>
    private protected abstract void Migrate(string sql);

    [Fact]
    public async Task Nothing_is_lost_or_done_twice_when_the_schema_grows_under_load()
    {
        using var stop = new CancellationTokenSource();
        var other = Fixture.OpenSecond();
        var adding = Task.WhenAll(AddAsync(Store, stop.Token), AddAsync(other, stop.Token));
        var working = Task.WhenAll(WorkAsync(Store, adding), WorkAsync(other, adding));
        await ReachAsync(Before, working);

        await Task.Run(() => Migrate(Change), Token);

        await ReachAsync(_done.Count + Before, working);
        await stop.CancelAsync();
        await adding;
        await working;
        Assert.Equal(_added.OrderBy(job => job.Value), _done.OrderBy(job => job.Value));
        Assert.Equal(_added.Count, (await Store.CountAsync(null, Token))[JobState.Completed]);
        await using var connection = Fixture.Connect();
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM isaa_jobs WHERE test_extra = 7";
        Assert.Equal((long)_added.Count, await command.ExecuteScalarAsync(Token));
    }

    private async Task ReachAsync(int count, Task working)
    {
        while (_done.Count < count && !working.IsCompleted)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
        }
    }

    private async Task AddAsync(IJobStore store, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var jobs = new[] { New(), New() with { Group = new GroupKey { Key = "g" } } };
            foreach (var result in await store.EnqueueAsync(jobs, Token))
            {
                Assert.True(result.IsNew);
                _added.Enqueue(result.Id);
            }
        }
    }

    private async Task WorkAsync(IJobStore store, Task adding)
    {
        var worker = await BeatAsync(store: store);
        while (true)
        {
            var isLast = adding.IsCompleted;
            var claimed = await TakeAsync(new ClaimRequest { Worker = worker, Limit = 10, Kinds = ["test.work"] }, store);
            foreach (var job in claimed)
            {
                Assert.True(Assert.Single(await store.SettleAsync([new Settlement.Complete { Lease = job.Lease }], Token)));
                _done.Enqueue(job.Job.Id);
            }

            if (claimed.Count == 0)
            {
                if (isLast && _done.Count == _added.Count)
                {
                    return;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);
            }
        }
    }
}
