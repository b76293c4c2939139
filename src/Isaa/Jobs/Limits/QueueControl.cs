using Isaa.Diagnostics;

namespace Isaa.Jobs.Limits;

/// <summary>Pauses, limits and shows queues, groups and kinds. What it says holds for all processes on the store, from the next claim on. Thread safe.</summary>
/// <param name="store">Keeps it.</param>
public sealed class QueueControl(IQueueStore store)
{
    /// <summary>Sets all that a queue is told, in place of what it was told before. Jobs that run go on.</summary>
    /// <param name="settings">What it is told.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>queue_settings_invalid</c>, or an error of the store.</exception>
    public Task SetQueueAsync(QueueSettings settings, CancellationToken cancellationToken = default)
    {
        var faults = new List<string>();
        CheckNames(settings.Tenant, settings.Queue, faults);
        Check("concurrency", settings.Concurrency, faults);
        Check("rate", settings.Rate, faults);
        Check("groupConcurrency", settings.GroupConcurrency, faults);
        Check("groupRate", settings.GroupRate, faults);
        ThrowIfAny($"of queue '{settings.Queue}'", faults);
        return store.SaveQueueAsync(settings, cancellationToken);
    }

    /// <summary>Sets all that a group is told, in place of what it was told before. Jobs that run go on.</summary>
    /// <param name="settings">What it is told.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>queue_settings_invalid</c>, or an error of the store.</exception>
    public Task SetGroupAsync(GroupSettings settings, CancellationToken cancellationToken = default)
    {
        var faults = new List<string>();
        CheckNames(settings.Tenant, settings.Queue, faults);
        Check("concurrency", settings.Concurrency, faults);
        Check("rate", settings.Rate, faults);
        ThrowIfAny($"of group '{settings.Key}' of queue '{settings.Queue}'", faults);
        return store.SaveGroupAsync(settings, cancellationToken);
    }

    /// <summary>Starts no more jobs of a queue until it is resumed. Jobs that run go on; adding goes on.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="tenant">Whose queue.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task PauseAsync(string queue, string tenant = "default", CancellationToken cancellationToken = default) =>
        store.PauseQueueAsync(tenant, queue, isPaused: true, cancellationToken);

    /// <summary>Starts jobs of a queue again.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="tenant">Whose queue.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task ResumeAsync(string queue, string tenant = "default", CancellationToken cancellationToken = default) =>
        store.PauseQueueAsync(tenant, queue, isPaused: false, cancellationToken);

    /// <summary>Starts no more jobs of a group until it is resumed. Jobs that run go on; adding goes on.</summary>
    /// <param name="queue">The group's queue.</param>
    /// <param name="key">The group's key.</param>
    /// <param name="tenant">Whose queue.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task PauseGroupAsync(string queue, string key, string tenant = "default", CancellationToken cancellationToken = default) =>
        store.PauseGroupAsync(tenant, queue, key, isPaused: true, cancellationToken);

    /// <summary>Starts jobs of a group again.</summary>
    /// <param name="queue">The group's queue.</param>
    /// <param name="key">The group's key.</param>
    /// <param name="tenant">Whose queue.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task ResumeGroupAsync(string queue, string key, string tenant = "default", CancellationToken cancellationToken = default) =>
        store.PauseGroupAsync(tenant, queue, key, isPaused: false, cancellationToken);

    /// <summary>Starts no more jobs of a kind, in whatever queue, until it is resumed.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="tenant">Whose jobs.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task PauseKindAsync(string kind, string tenant = "default", CancellationToken cancellationToken = default) =>
        store.SaveKindAsync(new KindSettings { Tenant = tenant, Kind = kind, IsPaused = true }, cancellationToken);

    /// <summary>Starts jobs of a kind again.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="tenant">Whose jobs.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task ResumeKindAsync(string kind, string tenant = "default", CancellationToken cancellationToken = default) =>
        store.SaveKindAsync(new KindSettings { Tenant = tenant, Kind = kind }, cancellationToken);

    /// <summary>All queues that were told something or ever had a job, by tenant and name.</summary>
    /// <param name="tenant">Only this tenant's; null for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<QueueStatus>> ListAsync(string? tenant = null, CancellationToken cancellationToken = default) =>
        store.ListQueuesAsync(tenant, cancellationToken);

    /// <summary>The groups of a queue, by key.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="tenant">Whose queue.</param>
    /// <param name="after">Only keys after this one; null to begin with the first.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<GroupStatus>> ListGroupsAsync(
        string queue, string tenant = "default", string? after = null, int limit = 100, CancellationToken cancellationToken = default) =>
        store.ListGroupsAsync(tenant, queue, after, limit, cancellationToken);

    private static void CheckNames(string tenant, string queue, List<string> faults)
    {
        if (string.IsNullOrWhiteSpace(tenant))
        {
            faults.Add("tenant is empty");
        }

        if (string.IsNullOrWhiteSpace(queue))
        {
            faults.Add("queue is empty");
        }

        foreach (var (name, text) in new[] { ("tenant", tenant), ("queue", queue) })
        {
            if (text is not null && NameText.FindFault(text) is { } fault)
            {
                faults.Add($"{name} {fault}");
            }
        }
    }

    private static void Check(string name, int? limit, List<string> faults)
    {
        if (limit < 1)
        {
            faults.Add($"{name} is {limit}; at least 1 is needed, or none for no limit. To start nothing, pause it");
        }
    }

    private static void Check(string name, RateLimit? rate, List<string> faults)
    {
        if (rate is null)
        {
            return;
        }

        if (rate.Jobs < 1 || rate.Burst < 1)
        {
            faults.Add($"{name} allows {rate.Jobs} jobs and a burst of {rate.Burst ?? rate.Jobs}; both must be at least 1");
        }

        if (rate.Per <= TimeSpan.Zero)
        {
            faults.Add($"{name}.per is {rate.Per}; it must be positive");
        }
    }

    private static void ThrowIfAny(string what, List<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new IsaaException("queue_settings_invalid", $"The settings {what} were not saved: {string.Join("; ", faults)}.");
        }
    }
}
