using System.Globalization;
using System.Text;
using Isaa.Protocol.Approvals;

namespace Isaa.Protocol.Client;

/// <summary>The calls about approvals. Thread safe.</summary>
public sealed class ApprovalClient
{
    private const string Root = "api/v1/approvals";

    private readonly ApiTransport _transport;

    internal ApprovalClient(ApiTransport transport) => _transport = transport;

    /// <summary>Approvals, the newest first.</summary>
    /// <param name="state">Only those that stand so; null for all.</param>
    /// <param name="run">Only those of this run; null for all.</param>
    /// <param name="agent">Only those of this agent; null for all.</param>
    /// <param name="before">Where the page before ended; null to begin with the newest.</param>
    /// <param name="limit">At most this many, 1 to 500.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<ApprovalPage> ListAsync(
        string? state = null, string? run = null, string? agent = null, string? before = null, int limit = 50, CancellationToken cancellationToken = default)
    {
        var query = new StringBuilder(Root).Append("?limit=").Append(CultureInfo.InvariantCulture, $"{limit}")
            .Add("state", state).Add("run", run).Add("agent", agent).Add("before", before);
        return _transport.GetAsync(query.ToString(), ProtocolJson.Default.ApprovalPage, cancellationToken);
    }

    /// <summary>An approval.</summary>
    /// <param name="id">Its whole id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<ApprovalView> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(PathOf(id), ProtocolJson.Default.ApprovalView, cancellationToken);

    /// <summary>Answers the question; the run goes on. The answer is on disk when this returns.</summary>
    /// <param name="id">Its whole id.</param>
    /// <param name="decision">The answer.</param>
    /// <param name="cancellationToken">Cancels the call; the answer may still have been recorded.</param>
    public Task<ApprovalView> DecideAsync(string id, DecideApproval decision, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(PathOf(id) + "/decision", decision, ProtocolJson.Default.DecideApproval, ProtocolJson.Default.ApprovalView, cancellationToken);

    private static string PathOf(string id) => $"{Root}/{Uri.EscapeDataString(id)}";
}
