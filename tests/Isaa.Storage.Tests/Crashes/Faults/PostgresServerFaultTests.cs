using Isaa.Diagnostics;
using Isaa.Storage.Tests.Crashes.Audits;
using Isaa.Storage.Tests.Crashes.Host;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Crashes.Faults;

/// <summary>Processes that go on while their server dies and comes back, or while the way to it is cut or slow.</summary>
public sealed class PostgresServerFaultTests(ITestOutputHelper output) : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(CommitFault.CutBefore, 25)]
    [InlineData(CommitFault.CutAfter, 7)]
    [InlineData(CommitFault.Slow, 7)]
    public async Task A_commit_whose_answer_is_lost_or_late_takes_effect_once_or_not_at_all_and_its_caller_knows_which(CommitFault fault, int every)
    {
        var cluster = PostgresCluster.Shared;
        var address = cluster.NewAddress();
        await using var proxy = new CommitProxy(_folder.Path, cluster.Socket, fault, every);
        await using var run = await StartAsync(address);

        await run.LetEndAsync(order => order with { Store = address.Replace(cluster.Folder, _folder.Path, StringComparison.Ordinal) });

        await run.FinishAsync();
        var figures = await run.CheckAsync();
        output.WriteLine($"{fault}: {proxy.Faults} times, {figures}");
        Assert.True(proxy.Faults > 5);
        Assert.All(figures.Refused.Keys, refused => Assert.True(refused is "own_transaction" or "store_unavailable", refused));
        Assert.True(figures.Acknowledged > 100);
    }

    [Fact]
    public async Task Killed_and_started_again_the_server_has_lost_nothing_and_its_clients_go_on()
    {
        using var cluster = new PostgresCluster(isDurable: true);
        await using var run = await StartAsync(cluster.NewAddress());
        run.StartSurvivor();
        for (var round = 0; round < (CrashReport.IsLong ? 25 : 3); round++)
        {
            await run.KillAfterAsync(lines: 80, TimeSpan.Zero, () => KillServer(cluster, run));
        }

        await run.FinishAsync();
        var figures = await run.CheckAsync();
        output.WriteLine(figures.ToString());
        CrashReport.AddLong("server killed", 3, figures);
        Assert.True(figures.Acknowledged > 0);
    }

    [Fact]
    public async Task Killed_at_every_named_place_of_its_clients_the_server_has_lost_nothing()
    {
        using var cluster = new PostgresCluster(isDurable: true);
        await using var run = await StartAsync(cluster.NewAddress(), adds: 40);
        foreach (var place in Places())
        {
            await run.KillServerAtAsync(cluster, place);
            await run.InspectAsync();
        }

        await run.FinishAsync();
        var figures = await run.CheckAsync();
        output.WriteLine(figures.ToString());
        CrashReport.AddLong("server killed at named places", 3, figures);
        Assert.True(figures.Acknowledged > 0);
    }

    // No worker dies here, so none is rescued.
    private static IEnumerable<string> Places()
    {
        var names = KillPoint.Names.Except([KillPoint.JobsRescuing, KillPoint.JobsRescued, KillPoint.FunctionRan]);
        return CrashReport.IsLong ? names.SelectMany(name => new[] { name, $"{name}:3" }) : [KillPoint.JobEnqueued, KillPoint.JobSettling, KillPoint.StoreCommitting, KillPoint.StoreCommitted];
    }

    private static void KillServer(PostgresCluster cluster, CrashRun run)
    {
        cluster.Kill();
        run.ServerKills++;
        cluster.Start();
    }

    private Task<CrashRun> StartAsync(string address, int adds = 160) =>
        CrashRun.StartAsync(new CrashOrder { Store = new CrashStore.Postgres(address).Address, Folder = _folder.Path, Seed = 3, Adds = adds, LeaseTime = TimeSpan.FromSeconds(5) });
}
