namespace Isaa.Storage.Tests.Crashes.Host;

/// <summary>
/// The process that is killed: adds jobs and works on whatever is there until then, or until its parent is gone.
/// Prints a line for each in its ledger, so that its parent sees how far it is.
/// </summary>
internal static class CrashHost
{
    /// <summary>What it prints once it has added everything.</summary>
    public const string Done = "done";
    private const int Producers = 2;

    public static async Task<int> PlayAsync(string text)
    {
        var order = CrashOrder.Read(text);
        var parent = Task.Run(static () => Console.In.Read());
        await using var engine = new CrashEngine(order);
        engine.Ledger.Told = static () => Console.Out.WriteLine('.');
        engine.Start();
        await await Task.WhenAny(parent, AddAsync(engine, order));
        return 0;
    }

    private static async Task AddAsync(CrashEngine engine, CrashOrder order)
    {
        await Task.WhenAll(Enumerable.Range(0, Producers).Select(i => new CrashProducer(engine, new Random(order.Seed + i)).AddAsync(order.Adds / Producers)));
        Console.Out.WriteLine(Done);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
    }
}
