using Isaa.Jobs.Store;

namespace Isaa.Storage.Sql;

/// <summary>Counts changes by topic and wakes who waits for them. A change between looking and waiting is never missed.</summary>
internal sealed class WakeUps(TimeProvider time)
{
    private static readonly int Topics = Enum.GetValues<StoreTopic>().Length;
    private readonly long[] _versions = new long[Topics];
    private readonly TaskCompletionSource?[] _waiting = new TaskCompletionSource?[Topics];

    /// <summary>Called when somebody begins to wait.</summary>
    public Action? Waiting { get; set; }

    public long Version(StoreTopic topic) => Volatile.Read(ref _versions[(int)topic]);

    /// <summary>Wakes the topics whose bits are set.</summary>
    public void Raise(int topics)
    {
        for (var i = 0; i < Topics; i++)
        {
            if ((topics & 1 << i) != 0)
            {
                Interlocked.Increment(ref _versions[i]);
                if (Volatile.Read(ref _waiting[i]) is not null)
                {
                    Interlocked.Exchange(ref _waiting[i], null)?.TrySetResult();
                }
            }
        }
    }

    public async Task WaitAsync(StoreTopic topic, long version, TimeSpan atMost, CancellationToken cancellationToken)
    {
        if (Version(topic) > version)
        {
            return;
        }

        var signal = Join((int)topic);
        Interlocked.MemoryBarrier();
        if (Version(topic) > version)
        {
            return;
        }

        Waiting?.Invoke();
        try
        {
            await signal.Task.WaitAsync(atMost, time, cancellationToken);
        }
        catch (TimeoutException)
        {
        }
    }

    private TaskCompletionSource Join(int topic)
    {
        while (true)
        {
            if (Volatile.Read(ref _waiting[topic]) is { } present)
            {
                return present;
            }

            var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.CompareExchange(ref _waiting[topic], fresh, null) is null)
            {
                return fresh;
            }
        }
    }
}
