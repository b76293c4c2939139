using System.Data.Common;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Adding;

namespace Isaa.Storage.Tests.Crashes.Host;

/// <summary>Adds jobs of all sorts and writes down what was acknowledged.</summary>
internal sealed class CrashProducer(CrashEngine engine, Random random)
{
    public const string OrdersTable = "crash_orders";
    public const string GroupsQueue = "grouped";
    private const int Bulk = 10;

    public async Task AddAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            await TryAddSomethingAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(4)), TimeProvider.System);
        }
    }

    // What the store refuses is not there, or is there without anybody having been promised it.
    private async Task TryAddSomethingAsync()
    {
        try
        {
            await AddSomethingAsync();
        }
        catch (IsaaException e)
        {
            engine.Ledger.Refused(default, e.Code);
        }
        catch (Exception e) when (e is DbException or ObjectDisposedException)
        {
            // The driver's ways of saying that the connection of the program's own transaction is gone.
            engine.Ledger.Refused(default, "own_transaction");
        }
    }

    private Task AddSomethingAsync() => random.Next(30) switch
    {
        < 6 => AddAsync(new PlainWork(random.Next(3)), "crash.plain"),
        < 8 => AddAsync(new PlainWork(random.Next(20)), "crash.plain", Options() with { RunAt = Soon() }),
        < 12 => AddAsync(new StepsWork(random.Next()), "crash.steps"),
        < 14 => AddAsync(new RetryWork(random.Next(1, 4)), "crash.retry", Options() with { Retry = Quickly }),
        < 15 => AddAsync(new SnoozeWork(random.Next(1, 4)), "crash.snooze"),
        < 16 => AddManyAsync(),
        < 17 => AddAndCancelAsync(),
        < 20 => AddWithOrderAsync(),
        < 22 => AddKeyedAsync(KeyTag.Group, options => options with { Queue = GroupsQueue, Group = options.Tags[0] }),
        < 24 => AddKeyedAsync(KeyTag.Fifo, options => options with { Queue = GroupsQueue, Group = new GroupKey { Key = options.Tags[0], StrictFifo = true } }),
        24 => AddSignalledAsync(),
        25 => AddAsync(new ParentWork(random.Next(1, 4)), "crash.parent"),
        26 or 27 => AddFlowAsync(),
        _ => AddKeyedAsync(KeyTag.Unique, options => options with { Unique = new UniqueKey { Key = options.Tags[0] } }),
    };

    private static RetryPolicy Quickly => new() { MaxAttempts = 10, Delay = TimeSpan.FromMilliseconds(5), Factor = 1.5 };

    private DateTimeOffset Soon() => TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(random.Next(20, 300));

    private EnqueueOptions Options() => new() { Id = new JobId(engine.Ids.Next()), Priority = random.Next(-1, 2) };

    private async Task<JobId> AddAsync<T>(T work, string kind, EnqueueOptions? options = null)
        where T : class
    {
        var job = await engine.Queue.EnqueueAsync(work, options ?? Options());
        engine.Ledger.Added(job, kind);
        return job;
    }

    private async Task AddKeyedAsync(string sort, Func<EnqueueOptions, EnqueueOptions> with)
    {
        var options = with(new EnqueueOptions { Id = new JobId(engine.Ids.Next()), Tags = [sort + random.Next(3)] });
        var added = await engine.Queue.EnqueueAsync(new KeyedWork(random.Next(5)), options);
        engine.Ledger.Added(added.Id, "crash.keyed");
    }

    private async Task AddSignalledAsync()
    {
        var job = await AddAsync(new SignalledWork("go"), "crash.signalled");
        await engine.Queue.SignalAsync(job, "go", "came", CrashJson.Default.String, id: job.ToString());
    }

    // Two jobs, one that waits for both, and one more that waits for that.
    private async Task AddFlowAsync()
    {
        var flow = engine.Queue.CreateFlow();
        var top = flow.Add(new DependantWork(1));
        var middle = flow.AddChild(top, new DependantWork(2));
        IReadOnlyList<JobId> leaves = [flow.AddChild(middle, new PlainWork(random.Next(3))), flow.AddChild(middle, new PlainWork(random.Next(3)))];
        await engine.Queue.EnqueueFlowAsync(flow);
        foreach (var job in leaves.Append(middle).Append(top))
        {
            engine.Ledger.Added(job, "crash.flow");
        }
    }

    private async Task AddManyAsync()
    {
        foreach (var job in await engine.Queue.EnqueueManyAsync(Enumerable.Range(0, Bulk).Select(_ => new PlainWork(0))))
        {
            engine.Ledger.Added(job, "crash.plain");
        }
    }

    private async Task AddAndCancelAsync()
    {
        var job = await AddAsync(new PlainWork(random.Next(30)), "crash.plain");
        await engine.Queue.CancelAsync(job, "not wanted after all");
        engine.Ledger.Cancelled(job);
    }

    // The row and the job are one transaction of the program's own.
    private async Task AddWithOrderAsync()
    {
        var id = new JobId(engine.Ids.Next());
        await using (var connection = engine.Database.Connect())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var insert = connection.CreateCommand();
            insert.Transaction = transaction;
            insert.CommandText = $"INSERT INTO {OrdersTable} (job) VALUES ('{id}')";
            await insert.ExecuteNonQueryAsync();
            engine.Queue.Enqueue(transaction, new OrderWork(id.ToString()), Options() with { Id = id });
            await transaction.CommitAsync();
        }

        engine.Queue.NotifyAdded();
        engine.Ledger.Added(id, "crash.order");
    }
}
