namespace Isaa.Jobs.Adding;

/// <summary>Keeps jobs with the same key from piling up. Keys are a tenant's own, across all queues and kinds.</summary>
public sealed record UniqueKey
{
    /// <summary>The key.</summary>
    public required string Key { get; init; }

    /// <summary>How long it holds, and what becomes of others. Default: until the job has ended, and others are not added.</summary>
    public UniqueMode Mode { get; init; }

    /// <summary>
    /// The time that <see cref="UniqueMode.TimeToLive"/> and <see cref="UniqueMode.Extend"/> need. With <see cref="UniqueMode.Replace"/>: how long
    /// the job is put off, anew with each other that comes; null to leave its time alone. Null in all other modes.
    /// </summary>
    public TimeSpan? For { get; init; }

    /// <summary>With <see cref="UniqueMode.Replace"/> and <see cref="For"/>: the job is put off no longer than this from its adding; null for no limit.</summary>
    public TimeSpan? MaxWait { get; init; }

    /// <summary>Runs once things have been quiet: each further call replaces the arguments and starts the waiting anew.</summary>
    /// <param name="key">The key.</param>
    /// <param name="wait">How long it must be quiet.</param>
    /// <param name="maxWait">Runs after this time even when it never gets quiet; null for no limit.</param>
    public static UniqueKey Debounce(string key, TimeSpan wait, TimeSpan? maxWait = null) =>
        new() { Key = key, Mode = UniqueMode.Replace, For = wait, MaxWait = maxWait };

    /// <summary>Runs the first at once and drops others until the time is over.</summary>
    /// <param name="key">The key.</param>
    /// <param name="per">The time in which one job is added.</param>
    public static UniqueKey Throttle(string key, TimeSpan per) => new() { Key = key, Mode = UniqueMode.TimeToLive, For = per };
}
