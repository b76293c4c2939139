using System.Globalization;
using Isaa.Protocol.Chains;
using Isaa.Protocol.Chains.Storing;
using Isaa.Protocol.Runs;

namespace Isaa.Protocol.Client;

/// <summary>The calls about chains. Thread safe.</summary>
public sealed class ChainClient
{
    private const string Root = "api/v1/chains";

    private readonly ApiTransport _transport;

    internal ChainClient(ApiTransport transport) => _transport = transport;

    /// <summary>The newest version of each chain, in the order of their names.</summary>
    /// <param name="text">Words that must occur in name, description or tags; null for any.</param>
    /// <param name="tag">A tag they must have; null for any.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<ChainPage> ListAsync(string? text = null, string? tag = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync($"{Root}?text={Escape(text)}&tag={Escape(tag)}", ProtocolJson.Default.ChainPage, cancellationToken);

    /// <summary>A chain with its text; <c>NAME</c> or <c>NAME@VERSION</c>.</summary>
    /// <param name="reference">The name, with or without a version.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<ChainDetailView> GetAsync(string reference, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(PathOf(reference), ProtocolJson.Default.ChainDetailView, cancellationToken);

    /// <summary>All versions of a chain, newest first.</summary>
    /// <param name="name">The chain's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<ChainPage> ListVersionsAsync(string name, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(PathOf(name) + "/versions", ProtocolJson.Default.ChainPage, cancellationToken);

    /// <summary>Saves a chain, or a new version of it.</summary>
    /// <param name="chain">What to save.</param>
    /// <param name="cancellationToken">Cancels the call; the version may still have been saved.</param>
    public Task<ChainDetailView> AddAsync(AddChain chain, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(Root, chain, ProtocolJson.Default.AddChain, ProtocolJson.Default.ChainDetailView, cancellationToken);

    /// <summary>Finds all that is wrong with a chain, without saving it.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<ChainFindings> CheckAsync(AddChain chain, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(Root + "/check", chain, ProtocolJson.Default.AddChain, ProtocolJson.Default.ChainFindings, cancellationToken);

    /// <summary>Draws a chain that is not saved.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<ChainGraph> DrawAsync(AddChain chain, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(Root + "/graph", chain, ProtocolJson.Default.AddChain, ProtocolJson.Default.ChainGraph, cancellationToken);

    /// <summary>Draws a stored chain.</summary>
    /// <param name="reference">The name, with or without a version.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<ChainGraph> DrawAsync(string reference, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(PathOf(reference) + "/graph", ProtocolJson.Default.ChainGraph, cancellationToken);

    /// <summary>Draws the chain of a run, with what happened at each node so far.</summary>
    /// <param name="run">The run's whole id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<ChainGraph> DrawRunAsync(string run, CancellationToken cancellationToken = default) =>
        _transport.GetAsync($"api/v1/jobs/{Uri.EscapeDataString(run)}/chain", ProtocolJson.Default.ChainGraph, cancellationToken);

    /// <summary>What changed between two versions.</summary>
    /// <param name="name">The chain's name.</param>
    /// <param name="from">The version to compare with; null for the one before <paramref name="to"/>.</param>
    /// <param name="to">The version to look at; null for the newest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<ChainDiff> DiffAsync(string name, int? from = null, int? to = null, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(string.Create(CultureInfo.InvariantCulture, $"{PathOf(name)}/diff?from={from}&to={to}"), ProtocolJson.Default.ChainDiff, cancellationToken);

    /// <summary>Makes an earlier version the newest again, as a new version.</summary>
    /// <param name="name">The chain's name.</param>
    /// <param name="rollback">To which version, and who goes back.</param>
    /// <param name="cancellationToken">Cancels the call; the version may still have been saved.</param>
    public Task<ChainDetailView> RollbackAsync(string name, RollbackChain rollback, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(PathOf(name) + "/rollback", rollback, ProtocolJson.Default.RollbackChain, ProtocolJson.Default.ChainDetailView, cancellationToken);

    /// <summary>Deletes a chain with all its versions. Runs that have begun go on.</summary>
    /// <param name="name">The chain's name.</param>
    /// <param name="cancellationToken">Cancels the call; it may still have been deleted.</param>
    public Task<DeletedDefinition> DeleteAsync(string name, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Delete, PathOf(name), null, ProtocolJson.Default.DeletedDefinition, cancellationToken);

    /// <summary>Accepts or refuses a version.</summary>
    /// <param name="reference">The name, with or without a version.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="cancellationToken">Cancels the call; the decision may still have been recorded.</param>
    public Task<ChainDetailView> DecideAsync(string reference, DecideChain decision, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(PathOf(reference) + "/decision", decision, ProtocolJson.Default.DecideChain, ProtocolJson.Default.ChainDetailView, cancellationToken);

    /// <summary>The chains that fit a task best.</summary>
    /// <param name="task">The task in words.</param>
    /// <param name="all">Whether chains count that nobody accepted.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<ChainFits> FindFittingAsync(string task, bool all = false, CancellationToken cancellationToken = default) =>
        _transport.GetAsync($"{Root}/fitting?task={Escape(task)}&all={(all ? "true" : "false")}", ProtocolJson.Default.ChainFits, cancellationToken);

    /// <summary>Tells a run that waits, or will, the answer to an approval or the data of a signal.</summary>
    /// <param name="run">The run's id.</param>
    /// <param name="signal">What it is told.</param>
    /// <param name="cancellationToken">Cancels the call; the run may still have been told.</param>
    public Task<ChainSignalled> SignalAsync(string run, SignalChain signal, CancellationToken cancellationToken = default) =>
        _transport.PostAsync($"api/v1/jobs/{Escape(run)}/chain/signals", signal, ProtocolJson.Default.SignalChain, ProtocolJson.Default.ChainSignalled, cancellationToken);

    /// <summary>Starts a durable run. It is on disk when this returns; a worker does it.</summary>
    /// <param name="reference">The name, with or without a version.</param>
    /// <param name="run">The data, and how it runs.</param>
    /// <param name="cancellationToken">Cancels the call; the run may still have been started.</param>
    public Task<StartedRun> StartAsync(string reference, StartChain run, CancellationToken cancellationToken = default) =>
        _transport.PostAsync(PathOf(reference) + "/runs", run, ProtocolJson.Default.StartChain, ProtocolJson.Default.StartedRun, cancellationToken);

    private static string PathOf(string reference) => $"{Root}/{Escape(reference)}";

    private static string Escape(string? text) => Uri.EscapeDataString(text ?? "");
}
