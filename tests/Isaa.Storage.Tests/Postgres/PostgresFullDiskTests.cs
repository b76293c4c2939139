using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres;

/// <summary>The server's disk is full for some of what is written, as it says by its own error code.</summary>
public sealed class PostgresFullDiskTests : IAsyncLifetime
{
    private const string Fill = """
        CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF length(NEW.body) > 1000 THEN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON isaa_job_arguments FOR EACH ROW EXECUTE FUNCTION full_disk();
        CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON isaa_job_results FOR EACH ROW EXECUTE FUNCTION full_disk();
        """;

    private const string MakeSpace = "DROP FUNCTION full_disk CASCADE";

    private static readonly IdSource Ids = new(TimeProvider.System);
    private readonly PostgresFixture _fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IJobStore Jobs => _fixture.Jobs;

    public async ValueTask InitializeAsync()
    {
        await Jobs.ReadLastCursorAsync(Token);
        await RunAsync(Fill);
    }

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(await _fixture.Inspection.InspectAsync(CancellationToken.None));
        await _fixture.DisposeAsync();
    }

    [Fact]
    public async Task Each_of_many_callers_hears_the_truth_and_the_store_works_again_once_there_is_space()
    {
        var jobs = Enumerable.Range(0, 40).Select(i => NewJob(i % 2 == 0 ? 10 : 2000)).ToList();
        var added = await Task.WhenAll(jobs.Select(IsAddedAsync));

        Assert.Equal(Enumerable.Range(0, 40).Select(i => i % 2 == 0), added);
        for (var i = 0; i < jobs.Count; i++)
        {
            Assert.Equal(added[i], await Jobs.FindAsync(jobs[i].Id, Token) is not null);
        }

        await RunAsync(MakeSpace);
        Assert.True(await IsAddedAsync(NewJob(2000)));
    }

    [Fact]
    public async Task An_end_that_finds_no_room_leaves_the_attempt_as_it_was_and_may_be_written_later()
    {
        var worker = new WorkerId(Ids.Next());
        await Jobs.HeartbeatAsync(new WorkerHeartbeat { Worker = worker, Host = "here", ProcessId = 1, LeaseTime = TimeSpan.FromHours(1) }, Token);
        Assert.True(await IsAddedAsync(NewJob(10)));
        var held = Assert.Single((await Jobs.ClaimAsync(new ClaimRequest { Worker = worker, Limit = 1, Kinds = ["test.work"] }, Token)).Jobs);
        var end = new Settlement.Complete { Lease = held.Lease, Result = new byte[2000] };

        Assert.Equal("store_full", (await Assert.ThrowsAsync<IsaaException>(() => Jobs.SettleAsync([end], Token))).Code);
        Assert.Equal(JobState.Active, (await Jobs.FindAsync(held.Job.Id, Token))!.Job.State);

        await RunAsync(MakeSpace);
        Assert.Equal([true], await Jobs.SettleAsync([end], Token));
        Assert.Equal(2000, (await Jobs.FindAsync(held.Job.Id, Token))!.Result!.Value.Length);
    }

    private static NewJob NewJob(int length) => new() { Id = new JobId(Ids.Next()), Kind = "test.work", Arguments = new byte[length] };

    private async Task<bool> IsAddedAsync(NewJob job)
    {
        try
        {
            await Jobs.EnqueueAsync([job], Token);
            return true;
        }
        catch (IsaaException e) when (e.Code == "store_full")
        {
            return false;
        }
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = _fixture.Connect();
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Token);
    }
}
