using System.Globalization;
using System.Text;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Agents.Definitions;
using Isaa.Protocol.Usage;

namespace Isaa.Protocol.Client;

/// <summary>The part of the client about agents and what they used.</summary>
public sealed class AgentClient
{
    private const string Agents = IsaaClient.Root + "agents";

    private readonly ApiTransport _transport;

    internal AgentClient(ApiTransport transport) => _transport = transport;

    /// <summary>All agents.</summary>
    public Task<AgentPage> ListAsync(CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Agents, ProtocolJson.Default.AgentPage, cancellationToken);

    /// <summary>One agent with its definition.</summary>
    /// <param name="reference">The agent, as <c>NAME</c> or <c>NAME@VERSION</c>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<AgentDetailView> GetAsync(string reference, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Path(reference), ProtocolJson.Default.AgentDetailView, cancellationToken);

    /// <summary>Adds an agent, or a new version of it.</summary>
    /// <param name="definition">The definition as YAML or JSON.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<AgentDetailView> AddAsync(string definition, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Post, Agents, Yaml(definition), ProtocolJson.Default.AgentDetailView, cancellationToken);

    /// <summary>All versions of an agent, newest first.</summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<AgentPage> ListVersionsAsync(string name, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Path(name) + "/versions", ProtocolJson.Default.AgentPage, cancellationToken);

    /// <summary>What changed between two versions.</summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="from">The earlier version; null for the one before the later.</param>
    /// <param name="to">The later version; null for the newest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<AgentDiff> DiffAsync(string name, int? from = null, int? to = null, CancellationToken cancellationToken = default)
    {
        var query = new StringBuilder(Path(name)).Append("/diff")
            .Add("from", from?.ToString(CultureInfo.InvariantCulture)).Add("to", to?.ToString(CultureInfo.InvariantCulture));
        return _transport.GetAsync(query.ToString(), ProtocolJson.Default.AgentDiff, cancellationToken);
    }

    /// <summary>Makes an earlier version the newest again, as a new version.</summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="version">The version to go back to.</param>
    /// <param name="cancellationToken">Cancels the call; the version may still have been saved.</param>
    public Task<AgentDetailView> RollbackAsync(string name, int version, CancellationToken cancellationToken = default) => _transport.PostAsync(
        Path(name) + "/rollback", new RollbackAgent { Version = version }, ProtocolJson.Default.RollbackAgent, ProtocolJson.Default.AgentDetailView, cancellationToken);

    /// <summary>Deletes an agent with its versions and sessions. Refused while one of its runs goes on or waits.</summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="cancellationToken">Cancels the call; the agent may still have been deleted.</param>
    public Task<DeletedAgent> DeleteAsync(string name, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Delete, Path(name), null, ProtocolJson.Default.DeletedAgent, cancellationToken);

    /// <summary>An agent as a file, alone or with all agents and saved personas it works with.</summary>
    /// <param name="reference">The agent, as <c>NAME</c> or <c>NAME@VERSION</c>.</param>
    /// <param name="network">True for all it works with.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<AgentFile> ExportAsync(string reference, bool network = false, CancellationToken cancellationToken = default) =>
        _transport.GetAsync(Path(reference) + (network ? "/file?network=true" : "/file"), ProtocolJson.Default.AgentFile, cancellationToken);

    /// <summary>Saves the agents of a file, one or a whole network; all of them or, when anything is wrong, none.</summary>
    /// <param name="file">The file as YAML or JSON.</param>
    /// <param name="cancellationToken">Cancels the call; some may have been saved.</param>
    public Task<AgentPage> ImportAsync(string file, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Post, Agents + "/import", Yaml(file), ProtocolJson.Default.AgentPage, cancellationToken);

    /// <summary>What is wrong with the agents of a file; saves nothing.</summary>
    /// <param name="file">The file as YAML or JSON.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<AgentFindings> ValidateAsync(string file, CancellationToken cancellationToken = default) =>
        _transport.SendAsync(HttpMethod.Post, Agents + "/validate", Yaml(file), ProtocolJson.Default.AgentFindings, cancellationToken);

    /// <summary>What model calls used, in tokens and money.</summary>
    /// <param name="filter">Which calls, and by what they are summed up; null for all by day.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<UsagePage> SumUsageAsync(UsageFilter? filter = null, CancellationToken cancellationToken = default)
    {
        filter ??= new UsageFilter();
        var query = new StringBuilder(IsaaClient.Root).Append(CultureInfo.InvariantCulture, $"usage?limit={filter.Limit}")
            .Add("by", filter.By).Add("tenant", filter.Tenant).Add("agent", filter.Agent).Add("session", filter.Session).Add("run", filter.Run)
            .Add("model", filter.Model).Add("from", Day(filter.From)).Add("through", Day(filter.Through));
        return _transport.GetAsync(query.ToString(), ProtocolJson.Default.UsagePage, cancellationToken);
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Path(string reference) => $"{Agents}/{Uri.EscapeDataString(reference)}";

    private static StringContent Yaml(string text) => new(text, Encoding.UTF8, "application/yaml");
}
