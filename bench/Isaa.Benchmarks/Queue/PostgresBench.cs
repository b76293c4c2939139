using System.Diagnostics;
using Isaa.Storage.Postgres;
using Isaa.Storage.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Benchmarks.Queue;

/// <summary>Schemas of a throwaway PostgreSQL server on this machine, with what it acknowledges on disk.</summary>
internal sealed class PostgresBench : BenchDatabase
{
    private const int Connections = 4;
    private readonly PostgresCluster _cluster = new(isDurable: true, "autovacuum=on\nshared_buffers=512MB\nmax_wal_size=4GB\n");

    public override string Name => "postgres";

    public static void Add(IServiceCollection services, string address) => services.AddPostgresStore(new PostgresStoreOptions { ConnectionString = address });

    public override string NewAddress() => _cluster.NewAddress();

    public override void AddStore(IServiceCollection services, string address) => Add(services, address);

    public override double InsertLimit(byte[] payload, int count, int perCommit)
    {
        var address = Prepare();
        return Measure(address, count, perCommit, (loop, share) => loop.Insert(payload, share));
    }

    public override double CycleLimit(byte[] payload, int count, int perCommit)
    {
        var address = Prepare();
        Fill(address, payload, count);
        return Measure(address, count, perCommit, (loop, share) => loop.Cycle(share));
    }

    public override void Fill(string address, byte[] payload, int count)
    {
        OpenOnce(address);
        using var loop = new PostgresLoop(address);
        loop.Fill(payload, count);
    }

    public override void Dispose()
    {
        _cluster.Dispose();
        base.Dispose();
    }

    private static double Measure(string address, int count, int perCommit, Action<PostgresLoop, int> work)
    {
        var loops = Enumerable.Range(0, perCommit == 1 ? 1 : Connections).Select(_ => new PostgresLoop(address)).ToList();
        var share = Math.Max(1, perCommit / loops.Count);
        var start = Stopwatch.GetTimestamp();
        var threads = loops.Select(loop => new Thread(() =>
        {
            for (var done = 0; done < count / loops.Count; done += share)
            {
                work(loop, share);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        var rate = count / Stopwatch.GetElapsedTime(start).TotalSeconds;
        loops.ForEach(loop => loop.Dispose());
        return rate;
    }

    private string Prepare()
    {
        var address = NewAddress();
        OpenOnce(address);
        return address;
    }

    // Makes the tables.
    private void OpenOnce(string address)
    {
        using var opened = Task.Run(async () =>
        {
            await using var store = Open(address);
            await store.Jobs.ReadLastCursorAsync(CancellationToken.None);
        });
        opened.Wait();
    }
}
