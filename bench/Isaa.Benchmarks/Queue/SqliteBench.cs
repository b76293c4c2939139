using Isaa.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Benchmarks.Queue;

/// <summary>SQLite files in a folder on the disk under test.</summary>
internal sealed class SqliteBench(BenchFolder folder) : BenchDatabase
{
    public override string Name => "sqlite";

    public static void Add(IServiceCollection services, string address) => services.AddSqliteStore(new SqliteStoreOptions { Path = address });

    public override string NewAddress() => folder.NextFile();

    public override void AddStore(IServiceCollection services, string address) => Add(services, address);

    public override double InsertLimit(byte[] payload, int count, int perCommit) => QueueLimits.Insert(folder, payload, count, perCommit);

    public override double CycleLimit(byte[] payload, int count, int perCommit) => QueueLimits.Cycle(folder, payload, count, perCommit);

    public override void Fill(string address, byte[] payload, int count) => QueueLimits.Fill(address, payload, count);
}
