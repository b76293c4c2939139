using System.Globalization;
using System.Text;
using Isaa.Protocol.Functions;
using Isaa.Protocol.Functions.Calls;
using Isaa.Protocol.Runs;

namespace Isaa.Protocol.Client;

/// <summary>
/// The part of the client for stored functions. Thread safe. Every call throws <see cref="IsaaApiException"/> when the server refuses or fails, and
/// <see cref="IsaaUnreachableException"/> when none answers.
/// </summary>
public sealed class FunctionClient
{
    private readonly ApiTransport _transport;
    private readonly string _root;

    internal FunctionClient(ApiTransport transport, string root) => (_transport, _root) = (transport, root);

    /// <summary>Lists functions by name.</summary>
    /// <param name="filter">Which; null for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<FunctionPage> ListAsync(FunctionFilter? filter = null, CancellationToken cancellationToken = default)
    {
        filter ??= new FunctionFilter();
        var query = new StringBuilder(_root).Append(CultureInfo.InvariantCulture, $"functions?limit={filter.Limit}")
            .Add("text", filter.Text).Add("tag", filter.Tag).Add("accepted", Truth(filter.Accepted)).Add("after", filter.After);
        return _transport.GetAsync(query.ToString(), ProtocolJson.Default.FunctionPage, cancellationToken);
    }

    /// <summary>One function with its code.</summary>
    /// <param name="reference"><c>NAME</c> or <c>NAME@VERSION</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<FunctionDetailView> GetAsync(string reference, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Path(reference), ProtocolJson.Default.FunctionDetailView, cancellationToken);

    /// <summary>Adds a function or a new version of it, after checks and tests.</summary>
    /// <param name="definition">The definition as YAML or JSON.</param>
    /// <param name="by">Who adds it; null when nobody says.</param>
    /// <param name="accepts">Whether the same person accepts it at once.</param>
    /// <param name="cancellationToken">Cancels the call; the version may still have been saved.</param>
    public Task<FunctionDetailView> AddAsync(string definition, string? by = null, bool accepts = false, CancellationToken cancellationToken = default)
    {
        var query = new StringBuilder(_root).Append("functions").Add("by", by).Add("accept", accepts ? "true" : null);
        return _transport.SendAsync(
            HttpMethod.Post, query.ToString(), new StringContent(definition, Encoding.UTF8, "application/yaml"), ProtocolJson.Default.FunctionDetailView, cancellationToken);
    }

    /// <summary>All versions of a function, newest first.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<FunctionPage> ListVersionsAsync(string name, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Path(name) + "/versions", ProtocolJson.Default.FunctionPage, cancellationToken);

    /// <summary>Deletes a function with all its versions. What is recorded of its calls stays.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="cancellationToken">Cancels the call; it may still have been deleted.</param>
    public Task<DeletedDefinition> DeleteAsync(string name, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Delete, Path(name), null, ProtocolJson.Default.DeletedDefinition, cancellationToken);

    /// <summary>What changed between two versions.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="from">The earlier version; null for the one before <paramref name="to"/>.</param>
    /// <param name="to">The later version; null for the newest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<FunctionDiff> DiffAsync(string name, int? from = null, int? to = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(
            new StringBuilder(Path(name)).Append("/diff").Add("from", Number(from)).Add("to", Number(to)).ToString(), ProtocolJson.Default.FunctionDiff, cancellationToken);

    /// <summary>Makes an earlier version the newest again.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="request">Which version.</param>
    /// <param name="cancellationToken">Cancels the call; the version may still have been saved.</param>
    public Task<FunctionDetailView> RollbackAsync(string name, RollbackFunction request, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(Path(name) + "/rollback", request, ProtocolJson.Default.RollbackFunction, ProtocolJson.Default.FunctionDetailView, cancellationToken);

    /// <summary>Records a person's decision about a version.</summary>
    /// <param name="reference"><c>NAME</c> or <c>NAME@VERSION</c>.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="cancellationToken">Cancels the call; the decision may still have been recorded.</param>
    public Task<FunctionDetailView> DecideAsync(string reference, DecideFunction decision, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(Path(reference) + "/decisions", decision, ProtocolJson.Default.DecideFunction, ProtocolJson.Default.FunctionDetailView, cancellationToken);

    /// <summary>Runs a function's tests.</summary>
    /// <param name="reference"><c>NAME</c> or <c>NAME@VERSION</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<FunctionTestPage> TestAsync(string reference, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Post, Path(reference) + "/test", null, ProtocolJson.Default.FunctionTestPage, cancellationToken);

    /// <summary>Calls a function and waits for its result.</summary>
    /// <param name="reference"><c>NAME</c> or <c>NAME@VERSION</c>.</param>
    /// <param name="request">The call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<FunctionCallView> RunAsync(string reference, RunFunction request, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(Path(reference) + "/run", request, ProtocolJson.Default.RunFunction, ProtocolJson.Default.FunctionCallView, cancellationToken);

    /// <summary>Adds a call as a job, which a worker does. It is on disk when this returns.</summary>
    /// <param name="reference"><c>NAME</c> or <c>NAME@VERSION</c>.</param>
    /// <param name="request">The call.</param>
    /// <param name="cancellationToken">Cancels the call; the job may still have been added.</param>
    public Task<StartedRun> EnqueueAsync(string reference, RunFunction request, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(Path(reference) + "/jobs", request, ProtocolJson.Default.RunFunction, ProtocolJson.Default.StartedRun, cancellationToken);

    /// <summary>Lists calls, newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<FunctionCallPage> ListCallsAsync(FunctionCallFilter filter, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var query = new StringBuilder(_root).Append(CultureInfo.InvariantCulture, $"function-calls?limit={filter.Limit}")
            .Add("function", filter.Function).Add("version", Number(filter.Version)).Add("outcome", filter.Outcome).Add("failed", Truth(filter.Failed))
            .Add("agent", filter.Agent).Add("session", filter.Session).Add("job", filter.Job).Add("since", filter.Since).Add("before", filter.Before);
        return _transport.GetAsync(query.ToString(), ProtocolJson.Default.FunctionCallPage, cancellationToken);
    }

    /// <summary>One call.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<FunctionCallView> GetCallAsync(string id, CancellationToken cancellationToken = default) =>
        _transport.GetAsync($"{_root}function-calls/{Uri.EscapeDataString(id)}", ProtocolJson.Default.FunctionCallView, cancellationToken);

    /// <summary>What calls came to, per function.</summary>
    /// <param name="since">Only calls that began then or later; null for the last 24 hours.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<FunctionSummaryPage> SummarizeAsync(DateTimeOffset? since = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(new StringBuilder(_root).Append("function-calls/summary").Add("since", since).ToString(), ProtocolJson.Default.FunctionSummaryPage, cancellationToken);

    private string Path(string reference) => $"{_root}functions/{Uri.EscapeDataString(reference)}";

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string? Truth(bool? value) => value is { } truth ? truth ? "true" : "false" : null;
}
