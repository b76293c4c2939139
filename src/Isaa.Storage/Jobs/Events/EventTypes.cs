using System.Collections.Frozen;

namespace Isaa.Storage.Jobs.Events;

/// <summary>The queue's own event types and the numbers under which they are stored. A number never changes its meaning.</summary>
internal static class EventTypes
{
    /// <summary>None of the queue's own; the text is kept with the event.</summary>
    public const int Other = 0;

    public const int Added = 1;
    public const int Ready = 2;
    public const int Active = 3;
    public const int Retrying = 4;
    public const int Completed = 5;
    public const int Failed = 6;
    public const int Cancelled = 7;
    public const int Stalled = 8;
    public const int Dead = 9;
    public const int Snoozed = 10;
    public const int Released = 11;
    public const int CancelRequested = 12;
    public const int TimedOut = 13;
    public const int RateLimited = 14;
    public const int Delayed = 15;
    public const int Reprioritised = 16;
    public const int Replaced = 17;
    public const int Waiting = 18;
    public const int Signalled = 19;
    public const int Progress = 20;

    private static readonly string[] Names =
    [
        "", "job.added", "job.ready", "job.active", "job.retrying", "job.completed", "job.failed", "job.cancelled", "job.stalled", "job.dead",
        "job.snoozed", "job.released", "job.cancel_requested", "job.timed_out", "job.rate_limited", "job.delayed", "job.reprioritised", "job.replaced",
        "job.waiting", "job.signalled", "job.progress",
    ];

    private static readonly FrozenDictionary<string, int> Numbers =
        Names.Select((name, number) => (name, number)).Skip(1).ToFrozenDictionary(p => p.name, p => p.number);

    /// <summary>Those after which a job has more words to be found by.</summary>
    public static IReadOnlyList<int> Indexed { get; } = [Added, Completed, Failed, Cancelled, Dead];

    public static string Name(int number) => Names[number];

    public static bool TryNumber(string name, out int number) => Numbers.TryGetValue(name, out number);
}
