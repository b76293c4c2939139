using Isaa.Protocol.Agents.Minds;

namespace Isaa.Protocol.Client;

/// <summary>The part of the client about what agents keep in mind beside their runs.</summary>
public sealed class MindClient
{
    private readonly ApiTransport _transport;

    internal MindClient(ApiTransport transport) => _transport = transport;

    /// <summary>What an agent keeps in mind.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<AgentMindView> GetAsync(string agent, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Path(agent), ProtocolJson.Default.AgentMindView, cancellationToken);

    /// <summary>Takes an entry off.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="entry">The entry's id.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<AgentMindView> ForgetAsync(string agent, string entry, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Delete, $"{Path(agent)}/{Uri.EscapeDataString(entry)}", null, ProtocolJson.Default.AgentMindView, cancellationToken);

    /// <summary>Makes the notes of a run that has ended into learnings of its agent.</summary>
    /// <param name="run">The run's whole id.</param>
    /// <param name="project">The project they hold for; null for everywhere.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<AgentMindView> PromoteAsync(string run, string? project = null, CancellationToken cancellationToken = default) => _transport.SendAsync(
        HttpMethod.Post, $"{IsaaClient.Root}runs/{Uri.EscapeDataString(run)}/promote{(project is null ? "" : $"?project={Uri.EscapeDataString(project)}")}",
        null, ProtocolJson.Default.AgentMindView, cancellationToken);

    private static string Path(string agent) => $"{IsaaClient.Root}agents/{Uri.EscapeDataString(agent)}/mind";
}
