using System.Globalization;
using System.Text;
using Isaa.Protocol.Queues;

namespace Isaa.Protocol.Client;

/// <summary>The part of the client that looks at queues and tells them what to do. All changes can be repeated without harm.</summary>
public sealed class QueueClient
{
    private readonly ApiTransport _transport;

    internal QueueClient(ApiTransport transport) => _transport = transport;

    /// <summary>All queues, with what waits in them and how they do.</summary>
    /// <param name="tenant">Only this tenant's; null for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<QueuePage> ListAsync(string? tenant = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(new StringBuilder(IsaaClient.Root + "queues").Add("tenant", tenant).ToString(), ProtocolJson.Default.QueuePage, cancellationToken);

    /// <summary>One queue. One that has neither settings nor jobs is unknown.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="tenant">Whose; null for <c>default</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<QueueView> GetAsync(string queue, string? tenant = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Path(queue, "", tenant), ProtocolJson.Default.QueueView, cancellationToken);

    /// <summary>Pauses or resumes a queue; what runs goes on.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="isPaused">True to pause.</param>
    /// <param name="tenant">Whose; null for <c>default</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<QueueView> PauseAsync(string queue, bool isPaused, string? tenant = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Post, Path(queue, Verb(isPaused), tenant), null, ProtocolJson.Default.QueueView, cancellationToken);

    /// <summary>Sets all limits of a queue in place of those it had.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="tenant">Whose; null for <c>default</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<QueueView> SetLimitsAsync(string queue, QueueLimits limits, string? tenant = null, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(Path(queue, "/limits", tenant), limits, ProtocolJson.Default.QueueLimits, ProtocolJson.Default.QueueView, cancellationToken);

    /// <summary>The groups of a queue, by key.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="after">Where the page before ended; null to begin.</param>
    /// <param name="limit">At most this many, 1 to 500.</param>
    /// <param name="tenant">Whose; null for <c>default</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<GroupPage> ListGroupsAsync(
        string queue, string? after = null, int limit = 100, string? tenant = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(
            new StringBuilder(Path(queue, "/groups", tenant)).Add("after", after).Add("limit", limit.ToString(CultureInfo.InvariantCulture)).ToString(),
            ProtocolJson.Default.GroupPage,
            cancellationToken);

    /// <summary>Pauses or resumes a group of a queue; what runs goes on.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="key">The group's key.</param>
    /// <param name="isPaused">True to pause.</param>
    /// <param name="tenant">Whose; null for <c>default</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<GroupView> PauseGroupAsync(string queue, string key, bool isPaused, string? tenant = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Post, GroupPath(queue, key, Verb(isPaused), tenant), null, ProtocolJson.Default.GroupView, cancellationToken);

    /// <summary>Sets the limits of a group in place of those it had; it resumes if it was paused.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="key">The group's key.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="tenant">Whose; null for <c>default</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<GroupView> SetGroupLimitsAsync(
        string queue, string key, GroupLimits limits, string? tenant = null, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(GroupPath(queue, key, "/limits", tenant), limits, ProtocolJson.Default.GroupLimits, ProtocolJson.Default.GroupView, cancellationToken);

    /// <summary>Pauses or resumes a kind of jobs in all queues of a tenant; what runs goes on.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="isPaused">True to pause.</param>
    /// <param name="tenant">Whose; null for <c>default</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<KindView> PauseKindAsync(string kind, bool isPaused, string? tenant = null, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(
            HttpMethod.Post,
            new StringBuilder($"{IsaaClient.Root}kinds/{Uri.EscapeDataString(kind)}{Verb(isPaused)}").Add("tenant", tenant).ToString(),
            null,
            ProtocolJson.Default.KindView,
            cancellationToken);

    /// <summary>How long a queue keeps its ended jobs.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="tenant">Whose; null for <c>default</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<RetentionPage> GetRetentionAsync(string queue, string? tenant = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Path(queue, "/retention", tenant), ProtocolJson.Default.RetentionPage, cancellationToken);

    /// <summary>Sets how long a queue keeps jobs that ended in a state. A rule that is not the queue's own removes it, so that the default counts.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="tenant">Whose; null for <c>default</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<RetentionPage> SetRetentionAsync(string queue, RetentionView rule, string? tenant = null, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(Path(queue, "/retention", tenant), rule, ProtocolJson.Default.RetentionView, ProtocolJson.Default.RetentionPage, cancellationToken);

    private static string Verb(bool isPaused) => isPaused ? "/pause" : "/resume";

    private static string Path(string queue, string rest, string? tenant) =>
        new StringBuilder($"{IsaaClient.Root}queues/{Uri.EscapeDataString(queue)}{rest}").Add("tenant", tenant).ToString();

    private static string GroupPath(string queue, string key, string verb, string? tenant) =>
        new StringBuilder(Path(queue, "/groups" + verb, tenant)).Add("key", key).ToString();
}
