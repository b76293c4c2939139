namespace Isaa.Storage.Tests.Crashes.Host;

/// <summary>A clock that is ahead, and may jump to and fro; its timers and timestamps go on evenly.</summary>
internal sealed class JumpingTime(TimeSpan ahead, bool jumps, int seed) : TimeProvider
{
    private const int JumpMilliseconds = 500;
    private readonly int[] _minutes = [.. new Random(seed).GetItems([-60, -1, 0, 1, 60], 64)];

    public override DateTimeOffset GetUtcNow()
    {
        var part = System.GetTimestamp() / (System.TimestampFrequency / 1000) / JumpMilliseconds;
        return System.GetUtcNow() + ahead + TimeSpan.FromMinutes(jumps ? _minutes[part % _minutes.Length] : 0);
    }
}
