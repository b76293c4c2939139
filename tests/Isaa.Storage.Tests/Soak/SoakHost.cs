using System.Diagnostics;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Inspection;
using Isaa.Jobs.Maintenance;
using Isaa.Jobs.Retention;
using Isaa.Jobs.Working;
using Isaa.Storage.Tests.Crashes.Host;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Storage.Tests.Soak;

/// <summary>The process that works for a long time and measures itself; it prints one sample a line, and ends by itself or with its parent.</summary>
internal static class SoakHost
{
    private static readonly string[] Sorts =
        [SoakWork.Plain, SoakWork.Plain, SoakWork.Plain, SoakWork.Steps, SoakWork.Steps, SoakWork.Retry, SoakWork.Snooze, SoakWork.Parent, SoakWork.Signal];

    public static async Task<int> PlayAsync(string text)
    {
        var order = SoakOrder.Read(text);
        var parent = Task.Run(static () => Console.In.Read());
        await using var services = Build(order);
        using var stop = new CancellationTokenSource();
        var working = Task.WhenAll(services.GetRequiredService<Worker>().RunAsync(stop.Token), services.GetRequiredService<MaintenanceLoop>().RunAsync(stop.Token));
        var adding = AddAsync(services, order, stop.Token);
        await await Task.WhenAny(parent, SampleAsync(services, order));
        await stop.CancelAsync();
        await Task.WhenAll(working, adding);
        var faults = await services.GetRequiredService<IInspectionStore>().InspectAsync(CancellationToken.None);
        Console.Error.Write(string.Join("; ", faults.Select(fault => fault.Rule)));
        return faults.Count;
    }

    private static ServiceProvider Build(SoakOrder order)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new WorkerOptions { Concurrency = 10 });
        services.AddSingleton(new RetentionOptions { Completed = order.Kept, Cancelled = order.Kept, Failed = order.Kept, Events = order.Kept, Every = order.Kept / 5 });
        CrashStore.Parse(order.Store).AddTo(services, isOwnClock: false);
        services.AddIsaaJobs();
        services.AddSingleton<SoakHandler>();
        services.AddJob<SoakWork, SoakHandler>("soak.work", SoakJson.Default.SoakWork);
        return services.BuildServiceProvider();
    }

    private static async Task AddAsync(ServiceProvider services, SoakOrder order, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / order.Rate), TimeProvider.System);
        var random = new Random(1);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                await AddOneAsync(services, random);
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }
    }

    private static async Task AddOneAsync(ServiceProvider services, Random random)
    {
        var (queue, id) = (services.GetRequiredService<JobQueue>(), new JobId(services.GetRequiredService<IdSource>().Next()));
        var sort = Sorts[random.Next(Sorts.Length)];
        var options = new EnqueueOptions { Id = id, Retry = new RetryPolicy { MaxAttempts = 3, Delay = TimeSpan.FromMilliseconds(20) } };
        if (sort == SoakWork.Plain)
        {
            options = random.Next(4) switch
            {
                0 => options with { Group = $"group-{random.Next(50)}" },
                1 => options with { RunAt = TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(random.Next(500)) },
                _ => options,
            };
        }

        if (options.RunAt is null)
        {
            services.GetRequiredService<SoakHandler>().Adding(id);
        }

        await queue.EnqueueAsync(new SoakWork(sort, new string('x', 100)), options);
        if (sort == SoakWork.Signal)
        {
            await queue.SignalAsync(id, "go", "now", SoakJson.Default.String);
        }
    }

    private static async Task SampleAsync(ServiceProvider services, SoakOrder order)
    {
        var (handler, queue, store) = (services.GetRequiredService<SoakHandler>(), services.GetRequiredService<JobQueue>(), CrashStore.Parse(order.Store));
        var began = Stopwatch.GetTimestamp();
        var (last, ended) = (began, 0L);
        using var timer = new PeriodicTimer(order.Every, TimeProvider.System);
        while (Stopwatch.GetElapsedTime(began) < order.Time && await timer.WaitForNextTickAsync())
        {
            var (now, done, picks) = (Stopwatch.GetTimestamp(), handler.Ended, handler.TakePickUps());
            var sample = new SoakSample
            {
                Minute = Round(Stopwatch.GetElapsedTime(began).TotalMinutes),
                StoreMb = Round(store.Measure() / 1e6),
                Open = (await queue.CountAsync()).Where(count => !count.Key.IsFinal()).Sum(count => count.Value),
                PerSecond = Round((done - ended) / Stopwatch.GetElapsedTime(last, now).TotalSeconds),
                PickUpP50Ms = Round(picks.Count == 0 ? 0 : picks[picks.Count / 2]),
                PickUpP99Ms = Round(picks.Count == 0 ? 0 : picks[picks.Count * 99 / 100]),
                HeapMb = Round(GC.GetTotalMemory(forceFullCollection: true) / 1e6),
                ProcessMb = Round(Environment.WorkingSet / 1e6),
            };
            (last, ended) = (now, done);
            Console.Out.WriteLine(sample.Write());
        }
    }

    private static double Round(double value) => Math.Round(value, 2);
}
