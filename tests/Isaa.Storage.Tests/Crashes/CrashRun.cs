using System.Diagnostics;
using System.Globalization;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Store;
using Isaa.Storage.Tests.Crashes.Audits;
using Isaa.Storage.Tests.Crashes.Host;
using Isaa.Storage.Tests.Support;

namespace Isaa.Storage.Tests.Crashes;

/// <summary>One store on which processes are killed again and again, and what has to hold at the end.</summary>
internal sealed class CrashRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Random _random;
    private readonly CrashOrder _order;
    private readonly CrashEngine _engine;
    private readonly List<(int Process, DateTimeOffset At)> _deaths = [];
    private DateTimeOffset? _survivorSince;

    private CrashRun(CrashOrder order)
    {
        _random = new Random(order.Seed);
        _order = order;
        _engine = new CrashEngine(order with { Adds = 0 });
    }

    public int Kills => _deaths.Count;

    /// <summary>How often the server or one of its connections was killed.</summary>
    public int ServerKills { get; set; }

    public static async Task<CrashRun> StartAsync(CrashOrder order)
    {
        var run = new CrashRun(order);
        await run._engine.Store.ReadLastCursorAsync(CancellationToken.None);
        await run._engine.Queues.SaveQueueAsync(
            new QueueSettings { Queue = CrashProducer.GroupsQueue, GroupConcurrency = KeyTag.GroupConcurrency }, CancellationToken.None);
        await run.ExecuteAsync($"CREATE TABLE {CrashProducer.OrdersTable} (job TEXT NOT NULL)");
        return run;
    }

    /// <summary>A worker that lives through all of it.</summary>
    public void StartSurvivor()
    {
        _engine.Start();
        _survivorSince = TimeProvider.System.GetUtcNow();
    }

    /// <summary>A process that dies at a named place.</summary>
    public async Task KillAtAsync(string place)
    {
        using var process = CrashProcess.Start(NextOrder(), place);
        await process.DieAsync(Patience, place);
        NoteDeath(process);
    }

    /// <summary>A process that is killed from outside, shortly after it wrote so many lines to its ledger.</summary>
    /// <param name="lines">How many lines.</param>
    /// <param name="after">How long after the last of them.</param>
    /// <param name="halfway">Done when half of them are written; null for nothing.</param>
    public async Task KillAfterAsync(int lines, TimeSpan after, Action? halfway = null)
    {
        using var process = CrashProcess.Start(NextOrder(), place: null);
        await process.WorkAsync(lines / 2);
        if (halfway is not null)
        {
            await Task.Run(halfway);
        }

        await process.WorkAsync(lines - lines / 2);
        await Task.Delay(after, TimeProvider.System);
        process.Kill();
        await process.DieAsync(Patience, "hand");
        NoteDeath(process);
    }

    /// <summary>The server dies when a process that works on it comes to a named place, and is started again; the process goes on until it has added everything.</summary>
    public async Task KillServerAtAsync(PostgresCluster cluster, string place)
    {
        using var process = CrashProcess.Start(NextOrder(), place, cluster.ProcessId, []);
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        while (cluster.IsAlive)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
        }

        cluster.Kill();
        cluster.Start();
        ServerKills++;
        await process.EndAsync(Patience);
    }

    /// <summary>Ends one of the server's connections, as an operator or a lack of memory would.</summary>
    public async Task KillBackendAsync()
    {
        await ExecuteAsync("""
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND query LIKE '%isaa%' ORDER BY random() LIMIT 1
            """);
        ServerKills++;
    }

    /// <summary>A process that lives until it has added everything, and stops in good order.</summary>
    /// <param name="change">Makes it differ from the others.</param>
    /// <param name="under">The program that runs it, with its arguments; empty for none.</param>
    public async Task LetEndAsync(Func<CrashOrder, CrashOrder> change, params IReadOnlyList<string> under)
    {
        using var process = CrashProcess.Start(change(NextOrder()), place: null, under);
        await process.EndAsync(Patience);
    }

    /// <summary>Works until nothing is left to do.</summary>
    /// <exception cref="InvalidOperationException">Something stays undone.</exception>
    public async Task FinishAsync()
    {
        if (_survivorSince is null)
        {
            _engine.Start();
        }

        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        while (true)
        {
            var counts = await _engine.Store.CountAsync(null, CancellationToken.None);
            var open = counts.Where(count => !count.Key.IsFinal()).ToList();
            if (open.Count == 0)
            {
                return;
            }

            if (limit.IsCancellationRequested)
            {
                throw new InvalidOperationException($"Stuck for {Patience}: {string.Join(", ", open.Select(count => $"{count.Value} {count.Key}"))}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>Looks through the store for what must never be so, whoever works on it and whatever was killed.</summary>
    public async Task InspectAsync()
    {
        var faults = await _engine.Inspection.InspectAsync(CancellationToken.None);
        Assert.True(faults.Count == 0, string.Join("; ", faults.Select(fault => $"{fault.Rule}: not so {fault.Count} times, for example at {fault.Example}")));
    }

    /// <summary>Looks whether everything holds that has to.</summary>
    public async Task<CrashFigures> CheckAsync()
    {
        await InspectAsync();
        var audit = new CrashAudit(await ReadEventsAsync(), _engine.Store, [.. Ledger.Read(_order.Folder)]);
        await audit.CheckAsync(await ReadOrdersAsync());
        return audit.Sum(_engine.Database.Name, Kills + ServerKills, _order.LeaseTime, [.. _deaths.Where(death => death.At >= _survivorSince)]);
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    private CrashOrder NextOrder()
    {
        lock (_random)
        {
            return _order with { Seed = _random.Next() };
        }
    }

    private void NoteDeath(CrashProcess process)
    {
        lock (_deaths)
        {
            _deaths.Add((process.Id, TimeProvider.System.GetUtcNow()));
        }
    }

    // The log is complete when something that was written last stands in it.
    private async Task<List<JobEvent>> ReadEventsAsync()
    {
        var last = new JobId(_engine.Ids.Next());
        await _engine.Store.EnqueueAsync([new NewJob { Id = last, Kind = "crash.last", Arguments = "{}"u8.ToArray() }], CancellationToken.None);
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        var events = new List<JobEvent>();
        await foreach (var entry in new EventFeed(_engine.Store).WatchAsync(new EventQuery { Limit = 5_000 }, limit.Token))
        {
            if (entry.Job == last)
            {
                return events;
            }

            events.Add(entry);
        }

        throw new UnreachableException();
    }

    private async Task<HashSet<string>> ReadOrdersAsync()
    {
        await using var connection = _engine.Database.Connect();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT job FROM {CrashProducer.OrdersTable}";
        await using var rows = await command.ExecuteReaderAsync();
        var orders = new HashSet<string>();
        while (await rows.ReadAsync())
        {
            Assert.True(orders.Add(rows.GetString(0)), string.Create(CultureInfo.InvariantCulture, $"the order of job {rows.GetString(0)} is there twice"));
        }

        return orders;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = _engine.Database.Connect();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
