using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs;
using Isaa.Storage.Jobs.Adding;
using Isaa.Storage.Postgres.Jobs.Sets;
using Isaa.Storage.Tests.Conformance;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Postgres.Conforming;

public sealed class PostgresEventsTests : EventsConformance
{
    private const string WaitsForMe = "SELECT 1 FROM pg_locks w JOIN pg_locks h ON h.transactionid = w.transactionid AND h.granted WHERE NOT w.granted AND h.pid = pg_backend_pid()";

    private protected override StoreFixture Create() => new PostgresFixture();

    [Fact]
    public async Task What_waited_for_another_change_stands_after_it_also_when_its_transaction_began_before()
    {
        var job = await AddAsync();
        var lease = (await ClaimOneAsync()).Lease;
        using var begun = new SemaphoreSlim(0);
        using var asked = new SemaphoreSlim(0);

        var completing = Fixture.Database.WriteAsync(
            context =>
            {
                JobInserts.Add(context, [New()]);
                begun.Release();
                asked.Wait(Token);
                return CompleteSets.Settle(context, [new Settlement.Complete { Lease = lease }]);
            },
            Token);
        await begun.WaitAsync(Token);
        var cancelling = Fixture.Database.WriteAsync(
            context =>
            {
                var state = JobMoves.Cancel(context, job, "too late");
                asked.Release();
                var waits = context.Statement(WaitsForMe);
                while (!waits.Step())
                {
                    Token.ThrowIfCancellationRequested();
                    var pause = context.Statement("SELECT 1 FROM pg_sleep(0.01)");
                    while (pause.Step())
                    {
                    }
                }

                waits.Reset();
                return state;
            },
            Token);

        Assert.Equal(JobState.Active, await cancelling);
        Assert.Equal([true], await completing);
        var all = await Store.ReadEventsAsync(new EventQuery(), Token);
        Assert.Equal(["job.added", "job.active", "job.cancel_requested", "job.completed"], all.Where(e => e.Job == job).Select(e => e.Type));
    }
}
