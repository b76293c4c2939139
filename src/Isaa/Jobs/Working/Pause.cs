namespace Isaa.Jobs.Working;

/// <summary>Waits between two tries of a loop.</summary>
internal static class Pause
{
    /// <summary>Returns after the time or when the token ends; never throws.</summary>
    public static Task ForAsync(TimeSpan delay, TimeProvider time, CancellationToken cancellationToken) =>
        Task.Delay(delay, time, cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
}
