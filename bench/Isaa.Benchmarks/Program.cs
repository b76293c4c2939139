using Isaa.Benchmarks;
using Isaa.Benchmarks.Queue;
using Isaa.Storage.Sqlite;

SqliteLibrary.PreferSystem();
if (Environment.GetEnvironmentVariable(QueueWorkerBench.ChildVariable) is { Length: > 0 } order)
{
    await QueueWorkerBench.WorkAsChildAsync(order);
    return 0;
}

if (Environment.GetEnvironmentVariable(QueueDepthBench.ChildVariable) is { Length: > 0 } depth)
{
    await QueueDepthBench.WorkAsChildAsync(depth);
    return 0;
}

return await BenchProgram.RunAsync(args);
